/// The messages in the header of a group or of a data set: kind and place of each.
struct HDF5Object {
  struct Message {
    var kind: Int
    var isShared: Bool
    var bytes: Range<Int>
  }

  static let repack = "rewrite it: h5repack -f NONE -l CONTI in.h5 out.h5"
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
    try superblock.expect("OHDR", &cursor)
    let version = try cursor.byte("the version of a header")
    guard version == 2 else { throw cursor.unsupported("version \(version) of an object's header", hint: repack) }
    let flags = try cursor.byte("flags")
    _ = try cursor.take((flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0), "a header")
    let size = try cursor.count(1 << Int(flags & 3), "the length of a header")
    return (try cursor.take(size, "the messages of a header"), flags & 4 != 0)
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
        try superblock.expect("OCHK", &rest)
        guard rest.remaining >= 4 else { throw rest.failure("truncated: the rest of a header") }
        blocks.append(rest.position..<rest.end - 4)
      } else {
        blocks.append(rest.position..<rest.end)
      }
    }
  }

  /// The first message of a kind; what is kept elsewhere, to be shared, is not read.
  func message(_ kind: Int, _ superblock: HDF5Superblock, _ what: String) throws(FileError) -> ByteCursor? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    let cursor = ByteCursor(superblock.file, message.bytes)
    if message.isShared { throw cursor.unsupported("\(what) that is shared between objects", hint: Self.repack) }
    return cursor
  }
}
