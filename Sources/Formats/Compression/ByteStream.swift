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
}

extension ByteStream {
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

/// The bytes of a file as they are.
struct MemoryStream: ByteStream {
  let path: String
  private let bytes: UnsafeRawBufferPointer
  private let owner: InputFile
  private(set) var position = 0

  init(_ file: InputFile, _ range: Range<Int>? = nil) {
    owner = file
    path = file.path
    bytes = range.map { UnsafeRawBufferPointer(rebasing: file.bytes[$0]) } ?? file.bytes
  }

  var remainingBound: Int { bytes.count - position }

  mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, remainingBound)
    if count > 0 { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])) }
    position += count
    return count
  }
}
