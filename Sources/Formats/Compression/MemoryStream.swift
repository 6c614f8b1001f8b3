/// The bytes of a file as they are. What was passed is taken out of memory again where the file is mapped.
struct MemoryStream: ByteStream {
  let path: String
  /// CRC-32 of what was passed; nil unless it was asked for.
  private(set) var checksum: UInt32?

  private let owner: InputFile
  private let range: Range<Int>
  private(set) var position = 0
  private var released = 0

  private static let pieceLength = 1 << 24

  init(_ file: InputFile, _ range: Range<Int>? = nil, isChecksummed: Bool = false) {
    owner = file
    path = file.path
    self.range = range ?? 0..<file.bytes.count
    checksum = isChecksummed ? 0 : nil
  }

  var remainingBound: Int { range.count - position }

  mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < target.count, let piece = next(min(target.count - filled, Self.pieceLength)) {
      add(checksumOf: piece)
      UnsafeMutableRawBufferPointer(rebasing: target[filled...]).copyMemory(from: piece)
      filled += piece.count
    }
    return filled
  }

  mutating func borrow(_ count: Int) -> UnsafeRawBufferPointer? {
    let piece = next(count) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    add(checksumOf: piece)
    return piece
  }

  mutating func claim(_ count: Int) -> StreamPiece? {
    let offset = range.lowerBound + position
    let piece = next(count) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    return StreamPiece(piece, of: owner, at: offset)
  }

  func hold() -> FileLease? { owner.hold() }

  var wantsChecksum: Bool { checksum != nil }

  mutating func add(checksum: UInt32, of count: Int) {
    self.checksum = self.checksum.map { CRC32.combine($0, checksum, count) }
  }

  private mutating func add(checksumOf piece: UnsafeRawBufferPointer) {
    checksum = checksum.map { CRC32.checksum(of: piece, after: $0) }
  }

  private mutating func next(_ count: Int) -> UnsafeRawBufferPointer? {
    // What was given before is no longer looked at.
    if position > released {
      owner.release(range.lowerBound + released..<range.lowerBound + position)
      released = position
    }
    let start = range.lowerBound + position
    let length = min(count, remainingBound)
    guard length > 0 else { return nil }
    let piece = UnsafeRawBufferPointer(rebasing: owner.bytes[start..<start + length])
    position += length
    return piece
  }
}
