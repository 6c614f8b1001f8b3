/// One field of a record: its bytes without padding and quotes.
struct CSVField {
  var range: Range<Int>
  var isQuoted = false
  var hasDoubledQuotes = false
}

/// Cuts a record into fields, by RFC 4180 with blanks allowed around fields.
struct FieldScanner {
  let text: CSVText
  let separator: CSVOptions.Separator
  private(set) var cursor: Int
  let end: Int
  /// Fields given so far.
  private(set) var count = 0
  /// Whether the field given last was the record's last.
  private(set) var isAtEnd = false

  init(_ text: CSVText, _ record: Range<Int>, separator: CSVOptions.Separator, startingAt count: Int = 0) {
    self.text = text
    self.separator = separator
    cursor = record.lowerBound
    end = record.upperBound
    self.count = count
    // A record of blanks has one empty field, except where blanks separate.
    if separator == .blanks {
      skipPadding()
      isAtEnd = cursor == end
    }
  }

  /// The next field; nil after the last.
  mutating func next() throws(FileError) -> CSVField? {
    if isAtEnd { return nil }
    skipPadding()
    let field = cursor < end && text.base[cursor] == UInt8(ascii: "\"") ? try quoted() : try unquoted()
    count += 1
    if separator == .blanks {
      skipPadding()
      isAtEnd = cursor == end
    } else if cursor < end {
      cursor += 1
    } else {
      isAtEnd = true
    }
    return field
  }

  private mutating func unquoted() throws(FileError) -> CSVField {
    let start = cursor
    while cursor < end, !isSeparator(text.base[cursor]) {
      if text.base[cursor] == UInt8(ascii: "\"") {
        throw text.error("a quote inside a field that does not begin with one", at: cursor, column: count)
      }
      cursor += 1
    }
    var last = cursor
    while last > start, isPadding(text.base[last - 1]) { last -= 1 }
    return CSVField(range: start..<last)
  }

  private mutating func quoted() throws(FileError) -> CSVField {
    let opening = cursor
    cursor += 1
    var field = CSVField(range: cursor..<cursor, isQuoted: true)
    while true {
      guard cursor < end else { throw text.error("a quote is opened and never closed", at: opening, column: count) }
      if text.base[cursor] == UInt8(ascii: "\"") {
        guard cursor + 1 < end, text.base[cursor + 1] == UInt8(ascii: "\"") else { break }
        field.hasDoubledQuotes = true
        cursor += 1
      }
      cursor += 1
    }
    field.range = opening + 1..<cursor
    cursor += 1
    if separator != .blanks { skipPadding() }
    if cursor < end, !isSeparator(text.base[cursor]) {
      throw text.error("text after a closing quote", at: cursor, column: count)
    }
    return field
  }

  private mutating func skipPadding() {
    while cursor < end, isPadding(text.base[cursor]) { cursor += 1 }
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == separator.rawValue || separator == .blanks && byte == UInt8(ascii: "\t")
  }

  private func isPadding(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") && separator != .tab
  }
}

extension CSVText {
  /// What a field says, its doubled quotes made single.
  func string(_ field: CSVField) -> String {
    let raw = string(field.range)
    guard field.hasDoubledQuotes else { return raw }
    var result = ""
    var skipsNext = false
    for character in raw.unicodeScalars {
      if character == "\"", skipsNext {
        skipsNext = false
        continue
      }
      skipsNext = character == "\""
      result.unicodeScalars.append(character)
    }
    return result
  }

  /// Whether a field says that there is no value.
  func isMissing(_ field: CSVField) -> Bool {
    if field.range.isEmpty { return true }
    guard field.range.count <= 4, base[field.range.lowerBound] | 0x20 == UInt8(ascii: "n") else { return false }
    let bytes = UnsafeBufferPointer(start: base + field.range.lowerBound, count: field.range.count)
    return Self.missing.contains { bytes.elementsEqual($0.utf8) }
  }

  private static let missing = ["NA", "N/A", "na", "n/a", "null", "NULL", "None"]
}
