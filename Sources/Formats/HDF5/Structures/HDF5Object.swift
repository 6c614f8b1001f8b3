/// The messages in the header of a group or of a data set: kind and place of each.
struct HDF5Object {
  struct Message {
    var kind: Int
    var isShared: Bool
    var bytes: Range<Int>
  }

  static let greatestMessageCount = 1 << 16
  static let greatestBlockCount = 1 << 12

  private(set) var messages: [Message] = []

  init(_ superblock: HDF5Superblock, at address: Int) throws(FileError) {
    var cursor = try superblock.cursor(at: address, "the header of an object")
    guard cursor.remaining > 4 else { throw cursor.failure("truncated: the header of an object") }
    let isNew = superblock.file.bytes[cursor.position..<cursor.position + 4].elementsEqual("OHDR".utf8)
    let (first, hasOrder) = isNew ? try Self.newHeader(superblock, &cursor) : (try Self.oldHeader(&cursor), false)
    var blocks = [first]
    var next = 0
    // A header goes on in other blocks, which continue in others again; what goes round ends at the limit.
    while next < blocks.count {
      guard blocks.count <= Self.greatestBlockCount else { throw cursor.failure("a header in more than \(Self.greatestBlockCount) parts") }
      try readBlock(superblock, blocks[next], isNew, hasOrder, &blocks)
      next += 1
    }
  }

  private static func oldHeader(_ cursor: inout ByteCursor) throws(FileError) -> Range<Int> {
    let start = cursor.position
    let version = try cursor.byte("the version of a header")
    guard version == 1 else { throw cursor.failure("no header of an object: its version is \(version)", at: start) }
    _ = try cursor.take(7, "a header")
    let size = try cursor.count(4, "the length of a header")
    _ = try cursor.take(4, "a header")
    return try cursor.take(size, "the messages of a header")
  }

  private static func newHeader(
    _ superblock: HDF5Superblock, _ cursor: inout ByteCursor
  ) throws(FileError) -> (Range<Int>, hasOrder: Bool) {
    let start = cursor.position
    try superblock.expect("OHDR", &cursor)
    let version = try cursor.byte("the version of a header")
    guard version == 2 else { throw cursor.unsupported("version \(version) of an object's header", hint: HDF5Hint.repack) }
    let flags = try cursor.byte("flags")
    _ = try cursor.take((flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0), "a header")
    let size = try cursor.count(1 << Int(flags & 3), "the length of a header")
    let messages = try cursor.take(size, "the messages of a header")
    _ = try cursor.take(4, "a checksum")
    try superblock.verify(ByteCursor(superblock.file, start..<cursor.position), "the header of an object")
    return (messages, flags & 4 != 0)
  }

  private mutating func readBlock(
    _ superblock: HDF5Superblock, _ block: Range<Int>, _ isNew: Bool, _ hasOrder: Bool, _ blocks: inout [Range<Int>]
  ) throws(FileError) {
    var cursor = ByteCursor(superblock.file, block)
    let smallest = isNew ? (hasOrder ? 6 : 4) : 8
    while cursor.remaining >= smallest {
      let kind = try cursor.count(isNew ? 1 : 2, "a message")
      let size = try cursor.count(2, "the length of a message")
      let flags = try cursor.byte("flags")
      _ = try cursor.take(isNew ? (hasOrder ? 2 : 0) : 3, "a message")
      let place = try cursor.take(size, "message \(kind)")
      guard messages.count < Self.greatestMessageCount else { throw cursor.failure("more than \(Self.greatestMessageCount) messages") }
      guard kind == 0x10 else {
        messages.append(Message(kind: kind, isShared: flags & 2 != 0, bytes: place))
        continue
      }
      var content = ByteCursor(superblock.file, place)
      guard let address = try superblock.address(&content, "the rest of a header") else { continue }
      let length = try superblock.length(&content, "the length of the rest of a header")
      var rest = try superblock.cursor(at: address, length, "the rest of a header")
      if isNew {
        let whole = rest
        try superblock.expect("OCHK", &rest)
        try superblock.verify(whole, "the rest of a header")
        guard rest.remaining >= 4 else { throw rest.failure("truncated: the rest of a header") }
        blocks.append(rest.position..<rest.end - 4)
      } else {
        blocks.append(rest.position..<rest.end)
      }
    }
  }

  /// The first message of a kind, which another object may hold in its stead: a type with a name of its own.
  func message(_ kind: Int, _ superblock: HDF5Superblock, _ what: String) throws(FileError) -> ByteCursor? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    var cursor = ByteCursor(superblock.file, message.bytes)
    guard message.isShared else { return cursor }
    let version = try cursor.byte("the version of a shared message")
    let place = try cursor.byte("the place of a shared message")
    guard (1...3).contains(version), version < 3 || place == 2 else {
      throw cursor.unsupported("\(what) that is shared between objects", hint: HDF5Hint.repack)
    }
    if version == 1 { _ = try cursor.take(6, "a shared message") }
    guard let address = try superblock.address(&cursor, "\(what) that is shared") else { throw cursor.failure("\(what) that is nowhere") }
    let owner = try HDF5Object(superblock, at: address)
    guard let original = owner.messages.first(where: { $0.kind == kind && !$0.isShared }) else {
      throw cursor.failure("\(what) that the object at \(address) does not hold")
    }
    return ByteCursor(superblock.file, original.bytes)
  }
}
