/// A run of bytes of which several threads look at a part each.
///
/// A large file is mapped, but to touch all of it costs more than its bytes: the system enters every page into the process's tables and
/// takes it out again. So a part is copied into memory that stays in the thread's cache, which took two thirds of the time of the
/// statistics of 2 GB with both threads, and leaves nothing mapped. It cannot end in a signal either where the file is shortened meanwhile.
struct StreamPiece {
  private let bytes: UnsafeRawBufferPointer
  private let file: InputFile?
  private let offset: Int

  /// Bytes in memory.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    file = nil
    offset = 0
  }

  /// Bytes of a file, which begin at `offset` in it.
  init(_ bytes: UnsafeRawBufferPointer, of file: InputFile, at offset: Int) {
    self.bytes = bytes
    self.file = file.canBeCopied ? file : nil
    self.offset = offset
  }

  var count: Int { bytes.count }

  /// The bytes where they lie.
  var inPlace: UnsafeRawBufferPointer { bytes }

  /// Whether ``part(_:room:)`` needs room for copies.
  var isCopied: Bool { file != nil }

  /// The bytes in `range`, copied to `room` where that is cheaper than to look at them in place.
  func part(_ range: Range<Int>, room: UnsafeMutableRawPointer?) throws(FileError) -> UnsafeRawBufferPointer {
    guard let file, let room else { return UnsafeRawBufferPointer(rebasing: bytes[range]) }
    let target = UnsafeMutableRawBufferPointer(start: room, count: range.count)
    try file.copy(from: offset + range.lowerBound, into: target)
    return UnsafeRawBufferPointer(target)
  }
}
