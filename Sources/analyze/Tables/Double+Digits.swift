#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Double {
  /// Rounded to `count` significant digits, as C's `%.4g` writes it: for people's eyes, never for files that are read back.
  func digits(_ count: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = withVaList([Int32(count), self]) { vsnprintf(buffer.baseAddress!, buffer.count, "%.*g", $0) }
      return String(decoding: buffer.prefix(Int(max(0, length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
