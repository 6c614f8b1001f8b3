/// The members of a zip archive, as its central directory lists them.
///
/// Stored and deflated members, zip64. What the directory says is compared with each local header, so that no two readers can see
/// different members; names are only names, never paths.
struct ZipArchive {
  struct Member {
    var name: String
    fileprivate var nameBytes: Range<Int>
    fileprivate var method: Int
    fileprivate var flags: Int
    fileprivate var checksum: UInt32
    fileprivate var compressedSize: Int
    /// As the archive claims; nothing is allocated by it.
    var size: Int
    fileprivate var headerOffset: Int
  }

  let file: InputFile
  private(set) var members: [Member] = []
  private let bytes: LittleEndianBytes

  static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  static let emptySignature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

  init(_ file: InputFile) throws(FileError) {
    self.file = file
    bytes = LittleEndianBytes(file)
    let directory = try ZipDirectory(bytes)
    var cursor = directory.start
    var names: Set<String> = []
    for _ in 0..<directory.count {
      let member = try Self.member(bytes, &cursor, end: directory.end)
      guard names.insert(member.name).inserted else {
        throw bytes.failure("the archive has two members named '\(member.name)'", at: member.nameBytes.lowerBound)
      }
      members.append(member)
    }
    guard cursor == directory.end else {
      throw bytes.failure("the archive's directory does not end where it should", at: cursor)
    }
    try checkOverlap(before: directory.start)
  }

  private static func member(_ bytes: LittleEndianBytes, _ cursor: inout Int, end: Int) throws(FileError) -> Member {
    let start = cursor
    guard start + 46 <= end, bytes.integer(at: start, 4) == 0x0201_4B50 else {
      throw bytes.failure("the archive's directory is damaged: an entry was expected", at: start)
    }
    func field(_ offset: Int, _ size: Int) -> Int { bytes.integer(at: start + offset, size) ?? 0 }
    let nameStart = start + 46
    let nameEnd = nameStart + field(28, 2)
    let extraEnd = nameEnd + field(30, 2)
    cursor = extraEnd + field(32, 2)
    guard cursor <= end else { throw bytes.failure("truncated: an entry of the archive's directory", at: start) }
    var member = Member(
      name: bytes.text(nameStart..<nameEnd), nameBytes: nameStart..<nameEnd, method: field(10, 2), flags: field(8, 2),
      checksum: UInt32(field(16, 4)), compressedSize: field(20, 4), size: field(24, 4), headerOffset: field(42, 4))
    try applyZip64(bytes, nameEnd..<extraEnd, &member)
    if member.flags & 1 != 0 { throw bytes.unsupported("member '\(member.name)' is encrypted", at: start) }
    guard member.method == 0 || member.method == 8 else {
      throw bytes.unsupported("member '\(member.name)' is compressed by method \(member.method); stored and deflate are read", at: start)
    }
    return member
  }

  /// Sizes and offsets that did not fit 32 bits stand in an extra field, in this order, each only where it is needed.
  private static func applyZip64(_ bytes: LittleEndianBytes, _ extra: Range<Int>, _ member: inout Member) throws(FileError) {
    var cursor = extra.lowerBound
    while cursor + 4 <= extra.upperBound, let tag = bytes.integer(at: cursor, 2), let size = bytes.integer(at: cursor + 2, 2) {
      let end = cursor + 4 + size
      guard end <= extra.upperBound else { throw bytes.failure("truncated: an extra field of the archive's directory", at: cursor) }
      if tag == 1 {
        var value = cursor + 4
        for field in [\Member.size, \.compressedSize, \.headerOffset] where member[keyPath: field] == 0xFFFF_FFFF {
          guard value + 8 <= end, let large = bytes.integer(at: value, 8) else {
            throw bytes.failure("a zip64 size of '\(member.name)' is missing or too large", at: cursor)
          }
          member[keyPath: field] = large
          value += 8
        }
      }
      cursor = end
    }
  }

  /// Members that share bytes are how a small archive claims to hold a huge one.
  private func checkOverlap(before directoryStart: Int) throws(FileError) {
    var end = 0
    for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard member.headerOffset >= end else {
        throw bytes.failure("member '\(member.name)' overlaps the one before it", at: member.headerOffset)
      }
      end = try data(of: member).upperBound
      guard end <= directoryStart else {
        throw bytes.failure("member '\(member.name)' runs into the archive's directory", at: member.headerOffset)
      }
    }
  }

  /// Where the member's bytes stand, after its local header was compared with the directory.
  private func data(of member: Member) throws(FileError) -> Range<Int> {
    let start = member.headerOffset
    guard bytes.integer(at: start, 4) == 0x0403_4B50, let flags = bytes.integer(at: start + 6, 2),
      let method = bytes.integer(at: start + 8, 2), let nameLength = bytes.integer(at: start + 26, 2),
      let extraLength = bytes.integer(at: start + 28, 2)
    else { throw bytes.failure("member '\(member.name)' has no local header", at: start) }
    let name = start + 30..<start + 30 + nameLength
    guard name.upperBound <= bytes.count, bytes.areEqual(name, member.nameBytes), method == member.method,
      // Bit 3 says that sizes follow the data, and some writers set it in one place only.
      flags & ~8 == member.flags & ~8
    else { throw bytes.failure("the local header of '\(member.name)' and the archive's directory disagree", at: start) }
    let dataStart = name.upperBound + extraLength
    let (dataEnd, overflow) = dataStart.addingReportingOverflow(member.compressedSize)
    guard !overflow, dataEnd <= bytes.count else {
      throw bytes.failure(
        "truncated: member '\(member.name)' needs \(member.compressedSize) bytes, \(max(0, bytes.count - dataStart)) are there",
        at: dataStart)
    }
    return dataStart..<dataEnd
  }

  // MARK: - Contents

  /// What `body` makes of the member's bytes. Before this returns, its size and checksum are verified; `body` sees bytes that are not.
  func read<Result>(_ member: Member, _ body: (inout any ByteStream) throws(FileError) -> Result) throws(FileError) -> Result {
    let range = try data(of: member)
    if member.method == 0 {
      try checkStored(member, range)
      var stream: any ByteStream = MemoryStream(file, range, isChecksummed: true)
      let result = try body(&stream)
      try stream.skip(range.count)
      try verify(member, (stream as? MemoryStream)?.checksum ?? 0, range)
      return result
    }
    let inflater = InflateStream(file, .bare, range)
    var stream: any ByteStream = inflater
    let result = try body(&stream)
    try inflater.drain()
    guard inflater.position == member.size else {
      throw bytes.failure("member '\(member.name)' has \(inflater.position) bytes, the archive says \(member.size)", at: range.lowerBound)
    }
    try verify(member, inflater.checksum, range)
    return result
  }

  /// Where the bytes of a member stand that is stored as it is; nil for one that is compressed. Nothing of them is verified.
  func storedBytes(of member: Member) throws(FileError) -> Range<Int>? {
    guard member.method == 0 else { return nil }
    let range = try data(of: member)
    try checkStored(member, range)
    return range
  }

  private func checkStored(_ member: Member, _ range: Range<Int>) throws(FileError) {
    guard member.size == member.compressedSize else {
      throw bytes.failure("stored member '\(member.name)' has two sizes, \(member.size) and \(member.compressedSize)", at: range.lowerBound)
    }
  }

  /// What `body` makes of the first bytes of a member, nothing verified.
  func peek<Result>(_ member: Member, _ body: (inout any ByteStream) throws(FileError) -> Result) throws(FileError) -> Result {
    let range = try data(of: member)
    var stream: any ByteStream = member.method == 0 ? MemoryStream(file, range) : InflateStream(file, .bare, range)
    return try body(&stream)
  }

  private func verify(_ member: Member, _ checksum: UInt32, _ range: Range<Int>) throws(FileError) {
    guard checksum == member.checksum else {
      throw bytes.failure("member '\(member.name)' is damaged: its CRC-32 is wrong", at: range.lowerBound)
    }
  }
}
