#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Walks over the records of a part of a table, passing over blank lines and comments (`#` first in the line).
struct RecordScanner {
  let text: CSVText
  private(set) var cursor: Int
  let end: Int

  init(_ text: CSVText, _ range: Range<Int>) {
    self.text = text
    cursor = range.lowerBound
    end = range.upperBound
  }

  /// The next record without its line end; nil after the last.
  ///
  /// A record ends at the first line end before which the quotes are even in number, which inside quotes they are not.
  @inline(__always)
  mutating func next() throws(FileError) -> Range<Int>? {
    while cursor < end {
      let start = cursor
      var lineEnd = endOfLine(start)
      cursor = min(lineEnd + 1, end)
      var first = start
      while first < lineEnd, text.base[first] == UInt8(ascii: " ") { first += 1 }
      if first == lineEnd || text.base[first] == UInt8(ascii: "#") || text.base[first] == UInt8(ascii: "\r") && first + 1 == lineEnd {
        continue
      }
      if text.hasQuotes {
        var quotes = quoteCount(start..<lineEnd)
        while quotes % 2 == 1, cursor < end {
          let next = endOfLine(cursor)
          quotes += quoteCount(cursor..<next)
          lineEnd = next
          cursor = min(next + 1, end)
        }
      }
      if lineEnd - start > CSVText.maximumRecord {
        throw text.error("a record of \(lineEnd - start) bytes, more than \(CSVText.maximumRecord)", at: start)
      }
      if lineEnd > start, text.newline == 0x0A, text.base[lineEnd - 1] == 0x0D { lineEnd -= 1 }
      return start..<lineEnd
    }
    return nil
  }

  private func endOfLine(_ start: Int) -> Int {
    guard let found = memchr(text.base + start, Int32(text.newline), end - start) else { return end }
    return UnsafeRawPointer(found) - UnsafeRawPointer(text.base)
  }

  private func quoteCount(_ range: Range<Int>) -> Int {
    var count = 0
    var cursor = range.lowerBound
    while cursor < range.upperBound, let found = memchr(text.base + cursor, 0x22, range.upperBound - cursor) {
      count += 1
      cursor = UnsafeRawPointer(found) - UnsafeRawPointer(text.base) + 1
    }
    return count
  }
}
