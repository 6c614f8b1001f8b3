/// A run of bytes of which several threads look at a part each.
///
/// A large file is mapped, but where it is shortened meanwhile a look at its bytes ends in a signal. So a part is copied into memory that
/// stays in the thread's cache, or looked at in place while a ``FileLease`` holds, whichever a race between the two finds faster.
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

  /// How its parts are read: in memory as they lie, in a file copied unless the file is held.
  func reading(under lease: FileLease?) -> LargeReading {
    guard let file else { return .inPlace }
    guard let lease, lease.isIntact() else { return .copying }
    return file.reading
  }

  /// Tells how long it took to look at all parts in that way, in seconds.
  func count(_ way: LargeReading, _ seconds: Double) {
    // A short piece says little.
    if bytes.count >= Self.longestShort { file?.count(way, seconds / Double(bytes.count)) }
  }

  private static let longestShort = 1 << 24

  /// The bytes in `range`: copied to `room`, or in place where that is nil.
  func part(_ range: Range<Int>, room: UnsafeMutableRawPointer?) throws(FileError) -> UnsafeRawBufferPointer {
    guard let file, let room else { return UnsafeRawBufferPointer(rebasing: bytes[range]) }
    let target = UnsafeMutableRawBufferPointer(start: room, count: range.count)
    try file.copy(from: offset + range.lowerBound, into: target)
    return UnsafeRawBufferPointer(target)
  }
}

/// How parts of a large file are read. Where the system keeps a file in large pages, looking in place takes half the time of copying; where
/// in small ones, entering each into the process's tables takes longer than to copy.
enum LargeReading { case copying, inPlace }
