/// Bytes that come one after another, from memory or out of a decompressor.
protocol ByteStream {
  /// How messages call the file.
  var path: String { get }
  /// Bytes given so far.
  var position: Int { get }
  /// No more bytes than this can follow: what a size in a header is compared with before memory is taken for it.
  var remainingBound: Int { get }
  /// Fills `target` as far as there are bytes, and says how many it gave. Fewer than asked for only at the end.
  mutating func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  /// The next `count` bytes where they lie, fewer at the end, valid until the next call; nil where they lie nowhere in memory.
  mutating func borrow(_ count: Int) -> UnsafeRawBufferPointer?
  /// Whether the stream's checksum is still to be told what it is of the bytes that were borrowed unchecked.
  var wantsChecksum: Bool { get }
  /// The same, the checksum being left to whoever borrows: to be added when it is known, for bytes in their order.
  mutating func borrowUnchecked(_ count: Int) -> UnsafeRawBufferPointer?
  mutating func add(checksum: UInt32, of count: Int)
}

extension ByteStream {
  mutating func borrow(_ count: Int) -> UnsafeRawBufferPointer? { nil }
  mutating func borrowUnchecked(_ count: Int) -> UnsafeRawBufferPointer? { borrow(count) }
  var wantsChecksum: Bool { false }
  mutating func add(checksum: UInt32, of count: Int) {}

  /// Says that what was borrowed is no longer looked at.
  mutating func giveBack() { _ = borrow(0) }

  /// Passes over bytes; fewer at the end.
  mutating func skip(_ count: Int) throws(FileError) {
    var rest = count
    while rest > 0 {
      let piece = min(rest, 1 << 20)
      var passed = borrow(piece)?.count
      if passed == nil { passed = try bytes(upTo: piece).count }
      guard let passed, passed > 0 else { return }
      rest -= passed
    }
  }

  /// Fills `target`; throws if the bytes end before, saying what they should have held.
  mutating func fill(_ target: UnsafeMutableRawBufferPointer, _ what: @autoclosure () -> String) throws(FileError) {
    let start = position
    let got = try read(into: target)
    guard got == target.count else {
      throw FileError(
        .badData, path: path, "truncated: \(what()) needs \(target.count) bytes, \(got) are there", at: "byte \(start)")
    }
  }

  /// The next `count` bytes; throws if there are fewer, saying what they should have held.
  mutating func bytes(_ count: Int, _ what: @autoclosure () -> String) throws(FileError) -> [UInt8] {
    let start = position
    let result = try bytes(upTo: count)
    guard result.count == count else {
      throw FileError(
        .badData, path: path, "truncated: \(what()) needs \(count) bytes, \(result.count) are there", at: "byte \(start)")
    }
    return result
  }

  /// The next `count` bytes, fewer at the end.
  mutating func bytes(upTo count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let result = [UInt8](unsafeUninitializedCapacity: min(count, remainingBound)) { buffer, initialised in
      let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<min(count, remainingBound)])
      do throws(FileError) { initialised = try read(into: target) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }
}

extension InputFile {
  /// What `body` makes of the contents, which are decompressed on the way if this is a gzip file.
  /// - Parameter toEnd: Whether the rest is read too, so that the checksum of compressed contents is verified.
  func readUncompressed<Result>(
    toEnd: Bool = true, _ body: (inout any ByteStream) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    guard isGzipped else {
      var stream: any ByteStream = MemoryStream(self)
      return try body(&stream)
    }
    let inflater = InflateStream(self, .gzip)
    var stream: any ByteStream = inflater
    let result = try body(&stream)
    if toEnd { try inflater.drain() }
    return result
  }
}

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
    let piece = borrowUnchecked(count)
    if let piece { add(checksumOf: piece) }
    return piece
  }

  mutating func borrowUnchecked(_ count: Int) -> UnsafeRawBufferPointer? { next(count) ?? UnsafeRawBufferPointer(start: nil, count: 0) }

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
