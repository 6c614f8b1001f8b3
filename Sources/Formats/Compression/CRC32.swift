internal import CKernels
internal import CZlib
internal import Tensors

/// The checksum of zip, gzip and PNG.
enum CRC32 {
  /// Of what `start` is the checksum of and `bytes` after it. O(bytes), on all threads where there are many.
  static func checksum(of bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
    guard bytes.count > grain else { return fathom_crc32(start, bytes.baseAddress, bytes.count) }
    nonisolated(unsafe) let bytes = bytes
    let parts = Parallel.mapRanges(of: bytes.count, grain: grain) { range in
      (fathom_crc32(0, bytes.baseAddress! + range.lowerBound, range.count), range.count)
    }
    return parts.reduce(start) { combine($0, $1.0, $1.1) }
  }

  /// Of two parts, the second one of `count` bytes. O(log count)
  static func combine(_ first: UInt32, _ second: UInt32, _ count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_combine(UInt(first), UInt(second), count))
  }

  private static let grain = 1 << 18
}
