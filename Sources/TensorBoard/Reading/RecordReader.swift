public import Formats

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads the records of a TFRecord file one after another, in memory for the largest of them, checking every checksum.
///
/// The file may grow meanwhile: after ``Item/end`` or ``Item/cut(offset:)`` a later call goes on where the whole records ended.
public struct RecordReader: ~Copyable {
  public enum Item {
    /// The bytes are valid until the next call.
    case record(offset: Int, UnsafeRawBufferPointer)
    /// A record that cannot be trusted; the reader has found the next one that can.
    case damaged(offset: Int, reason: String)
    /// From here to the file's end there is no record that can be trusted.
    case unreadable(offset: Int)
    /// The file ends in the middle of a record: it is being written, or its writer was stopped.
    case cut(offset: Int)
    case end
  }

  public let path: String
  private let descriptor: Int32
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  /// What of the buffer is filled but not consumed, and where in the file it begins.
  private var window = 0..<0
  private var windowOffset = 0

  public init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = retryingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FileError(.cannotRead, path: path, "cannot open: \(systemMessage(errno))") }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    buffer.deallocate()
  }

  /// The next record, or why there is none. O(its bytes).
  public mutating func next() throws(FileError) -> Item {
    let start = windowOffset
    guard try fill(RecordFrame.headerSize) else { return window.isEmpty ? .end : .cut(offset: start) }
    guard let length = validLength(at: window.lowerBound) else {
      return try skipToNextHeader(from: start)
    }
    let whole = length.addingReportingOverflow(UInt64(RecordFrame.headerSize + RecordFrame.footerSize))
    guard !whole.overflow else { return .cut(offset: start) }
    // The file is asked for its size only for records that are not read yet: most are, and a system call each would take longer than they do.
    if whole.partialValue > UInt64(window.count) {
      guard whole.partialValue <= UInt64(Swift.max(currentSize() - start, 0)), try fill(Int(whole.partialValue)) else {
        return .cut(offset: start)
      }
    }
    let dataStart = window.lowerBound + RecordFrame.headerSize
    let data = UnsafeRawBufferPointer(rebasing: buffer[dataStart..<dataStart + Int(length)])
    let stored = word(at: dataStart + Int(length), as: UInt32.self)
    consume(Int(whole.partialValue))
    if RecordFrame.maskedChecksum(data) != stored {
      return .damaged(offset: start, reason: "the record's \(length) bytes do not have the checksum that stands after them")
    }
    return .record(offset: start, data)
  }

  /// The length that the header at `position` gives, if it has the right checksum.
  private func validLength(at position: Int) -> UInt64? {
    let header = UnsafeRawBufferPointer(rebasing: buffer[position..<position + 8])
    guard RecordFrame.maskedChecksum(header) == word(at: position + 8, as: UInt32.self) else { return nil }
    return word(at: position, as: UInt64.self)
  }

  /// A wrong length leaves no way to know where the next record begins but to look for the next header whose checksum is right.
  private mutating func skipToNextHeader(from start: Int) throws(FileError) -> Item {
    repeat {
      consume(1)
      guard try fill(RecordFrame.headerSize) else {
        consume(window.count)
        return .unreadable(offset: start)
      }
    } while validLength(at: window.lowerBound) == nil
    return .damaged(
      offset: start, reason: "a record's length does not have its checksum: \(windowOffset - start) bytes are left out")
  }

  // MARK: Bytes

  private func word<Word: FixedWidthInteger>(at position: Int, as type: Word.Type) -> Word {
    Word(littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: Word.self))
  }

  private mutating func consume(_ count: Int) {
    window = window.lowerBound + count..<window.upperBound
    windowOffset += count
  }

  private func currentSize() -> Int {
    var status = stat()
    // What is no regular file has no size; its end shows when it is read.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .max }
    return Int(status.st_size)
  }

  /// Sees to it that the window holds at least `count` bytes; false where the file does not have them.
  private mutating func fill(_ count: Int) throws(FileError) -> Bool {
    if window.count >= count { return true }
    makeRoom(for: count)
    while window.count < count {
      let target = buffer.baseAddress! + window.upperBound
      let room = buffer.count - window.upperBound
      let got = retryingInterrupted { read(descriptor, target, room) }
      guard got >= 0 else {
        throw FileError(.inputOutput, path: path, "cannot read: \(systemMessage(errno))", at: "byte \(windowOffset + window.count)")
      }
      if got == 0 { return false }
      window = window.lowerBound..<window.upperBound + got
    }
    return true
  }

  /// Moves the window to the buffer's beginning, in a larger buffer if need be.
  private mutating func makeRoom(for count: Int) {
    let kept = UnsafeRawBufferPointer(rebasing: buffer[window])
    if buffer.count >= count {
      buffer.baseAddress!.copyMemory(from: kept.baseAddress ?? UnsafeRawPointer(buffer.baseAddress!), byteCount: kept.count)
    } else {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: Swift.max(count, 2 * buffer.count), alignment: 64)
      larger.copyMemory(from: kept)
      buffer.deallocate()
      buffer = larger
    }
    window = 0..<window.count
  }
}
