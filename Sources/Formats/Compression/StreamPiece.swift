/// A run of bytes of which several threads look at a part each.
///
/// A large file is mapped, but where it is shortened meanwhile a look at its bytes ends in a signal. So a part is looked at in place while a
/// ``FileLease`` holds, and otherwise copied into memory that stays in the thread's cache. Copying takes as long as looking in place where the
/// system keeps the file in small pages, each of which must be entered into the process's tables, and half as long again where in large ones.
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

  /// Whether its parts may be looked at where they lie: in memory always, in a file while it is held.
  func isSafe(under lease: FileLease?) -> Bool { file == nil || lease?.isIntact() == true }

  /// The bytes in `range`: copied to `room`, or in place where that is nil.
  func part(_ range: Range<Int>, room: UnsafeMutableRawPointer?) throws(FileError) -> UnsafeRawBufferPointer {
    guard let file, let room else { return UnsafeRawBufferPointer(rebasing: bytes[range]) }
    let target = UnsafeMutableRawBufferPointer(start: room, count: range.count)
    try file.copy(from: offset + range.lowerBound, into: target)
    return UnsafeRawBufferPointer(target)
  }
}
