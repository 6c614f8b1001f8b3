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
  /// The same for several threads to look at, the checksum being left to them: to be added when it is known, for bytes in their order.
  mutating func claim(_ count: Int) -> StreamPiece?
  /// Whether the stream's checksum is still to be told what it is of the bytes that were claimed.
  var wantsChecksum: Bool { get }
  mutating func add(checksum: UInt32, of count: Int)
  /// Keeps others from shortening the file whose bytes these are, where the system can.
  func hold() -> FileLease?
}

extension ByteStream {
  mutating func borrow(_ count: Int) -> UnsafeRawBufferPointer? { nil }
  mutating func claim(_ count: Int) -> StreamPiece? { borrow(count).map { StreamPiece($0) } }
  var wantsChecksum: Bool { false }
  mutating func add(checksum: UInt32, of count: Int) {}
  func hold() -> FileLease? { nil }

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
