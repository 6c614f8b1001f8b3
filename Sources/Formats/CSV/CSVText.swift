#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The text of a table as bytes, after its byte order mark, and how its lines end.
struct CSVText: @unchecked Sendable {
  let file: InputFile
  let base: UnsafePointer<UInt8>
  let count: Int
  /// How many bytes of the file stand before ``base``.
  let skipped: Int
  /// `\n` (perhaps after `\r`) or, in files without one, `\r`.
  let newline: UInt8
  let hasQuotes: Bool

  static let maximumRecord = 64 << 20
  static let maximumColumns = 1 << 20

  /// - Throws: `badData` where the bytes are no text that tables are written in.
  init(_ source: InputFile) throws(FileError) {
    let file = source.isGzipped ? try source.uncompressed() : source
    self.file = file
    let bytes = file.bytes
    skipped = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    count = bytes.count - skipped
    guard count > 0, let start = bytes.baseAddress else {
      throw FileError(.badData, path: file.path, "the file is empty: a table was expected")
    }
    base = (start + skipped).assumingMemoryBound(to: UInt8.self)
    newline = memchr(base, 0x0A, count) != nil ? 0x0A : 0x0D
    hasQuotes = memchr(base, 0x22, count) != nil
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      let isWide = bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF])
      throw FileError(
        .badData, path: file.path, "the text is \(isWide ? "UTF-32" : "UTF-16"), UTF-8 was expected", at: "byte 0",
        hint: "convert it: iconv -f \(isWide ? "UTF-32" : "UTF-16") -t UTF-8")
    }
    if let zero = memchr(base, 0, count) {
      let offset = UnsafeRawPointer(zero) - UnsafeRawPointer(start)
      throw FileError(.badData, path: file.path, "a zero byte, so this is no table of text", at: "byte \(offset)")
    }
  }

  /// Where the first line that starts at or after `offset` starts.
  func lineStart(from offset: Int) -> Int {
    if offset <= 0 { return 0 }
    guard offset < count, let found = memchr(base + offset - 1, Int32(newline), count - offset + 1) else { return count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
  }

  func string(_ range: Range<Int>) -> String {
    let bytes = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: base, count: count)[range])
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // What is no UTF-8 is taken as Latin-1, whose bytes are the first 256 scalars.
    return String(String.UnicodeScalarView(bytes.lazy.map { Unicode.Scalar($0) }))
  }

  /// The start of a field as a message shows it.
  func excerpt(_ range: Range<Int>) -> String {
    let shown = string(range.lowerBound..<min(range.upperBound, range.lowerBound + 40))
    return "\"\(shown.map { $0.isNewline ? " " : $0 }.map(String.init).joined())\(range.count > 40 ? "..." : "")\""
  }

  /// An error at a byte of the text, named by line and, where it has one, column (both from 1).
  func error(_ reason: String, at offset: Int, column: Int? = nil, name: String? = nil, hint: String? = nil) -> FileError {
    var line = 1
    var cursor = 0
    while cursor < offset, let found = memchr(base + cursor, Int32(newline), offset - cursor) {
      line += 1
      cursor = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
    }
    let label = name.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
    let place = column.map { "line \(line), column \($0 + 1)\(label)" } ?? "line \(line)"
    return FileError(.badData, path: file.path, reason, at: place, hint: hint)
  }
}
