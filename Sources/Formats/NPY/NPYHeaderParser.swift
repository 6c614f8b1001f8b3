/// Reads the dictionary of an NPY header: strings, `True`, `False`, tuples of whole numbers, and nothing else of Python.
struct NPYHeaderParser {
  static let maximumRank = 64

  struct Fields {
    var description: String?
    var isColumnMajor: Bool?
    var shape: [Int]?
  }

  private let text: [UInt8]
  private let path: String
  /// Where the text begins in the file.
  private let offset: Int
  private var cursor = 0

  init(_ text: [UInt8], path: String, offset: Int) {
    self.text = text
    self.path = path
    self.offset = offset
  }

  mutating func dictionary() throws(FileError) -> Fields {
    var fields = Fields()
    try expect("{")
    while !accept("}") {
      let keyStart = cursor
      let key = try string()
      try expect(":")
      let isRepeated =
        switch key {
        case "descr": fields.description != nil
        case "fortran_order": fields.isColumnMajor != nil
        case "shape": fields.shape != nil
        default: throw failure("the header has an unknown key '\(key)'", at: keyStart)
        }
      if isRepeated { throw failure("the header has the key '\(key)' twice", at: keyStart) }
      switch key {
      case "descr": fields.description = try scalarDescription()
      case "fortran_order": fields.isColumnMajor = try truth()
      default: fields.shape = try tuple()
      }
      if accept(",") { continue }
      try expect("}")
      break
    }
    skipBlanks()
    if cursor < text.count { throw failure("text after the header's dictionary") }
    return fields
  }

  private mutating func scalarDescription() throws(FileError) -> String {
    skipBlanks()
    guard cursor < text.count, text[cursor] == UInt8(ascii: "[") else { return try string() }
    throw FileError(
      .unsupported, path: path, "an array of records with named fields, and only plain arrays are read",
      at: "byte \(offset + cursor)", hint: "save each field as an array of its own")
  }

  private mutating func truth() throws(FileError) -> Bool {
    for (word, value) in [("True", true), ("False", false)] {
      skipBlanks()
      if text[cursor...].starts(with: word.utf8) {
        cursor += word.utf8.count
        return value
      }
    }
    throw failure("'fortran_order' is neither True nor False")
  }

  private mutating func tuple() throws(FileError) -> [Int] {
    var values: [Int] = []
    try expect("(")
    while !accept(")") {
      values.append(try wholeNumber())
      guard values.count <= Self.maximumRank else {
        throw FileError(
          .unsupported, path: path, "more than \(Self.maximumRank) axes", at: "byte \(offset + cursor)")
      }
      if accept(",") { continue }
      // Python takes (5) for a number in brackets, but some writers mean a tuple by it.
      try expect(")")
      break
    }
    return values
  }

  private mutating func wholeNumber() throws(FileError) -> Int {
    skipBlanks()
    let start = cursor
    var value = 0
    while cursor < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[cursor]) {
      let (tenfold, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = tenfold.addingReportingOverflow(Int(text[cursor] - UInt8(ascii: "0")))
      if first || second { throw failure("an extent that overflows 64 bits", at: start) }
      value = sum
      cursor += 1
    }
    if cursor == start { throw failure("an extent of the shape is no whole number") }
    // Python 2 wrote long numbers so.
    if cursor < text.count, text[cursor] == UInt8(ascii: "L") { cursor += 1 }
    return value
  }

  private mutating func string() throws(FileError) -> String {
    skipBlanks()
    guard cursor < text.count, text[cursor] == UInt8(ascii: "'") || text[cursor] == UInt8(ascii: "\"") else {
      throw failure("a string was expected in the header")
    }
    let quote = text[cursor]
    let start = cursor + 1
    cursor = start
    while cursor < text.count, text[cursor] != quote {
      if text[cursor] == UInt8(ascii: "\\") || text[cursor] < 0x20 { throw failure("an unexpected character in a string") }
      cursor += 1
    }
    if cursor == text.count { throw failure("a string of the header does not end", at: start - 1) }
    cursor += 1
    return String(decoding: text[start..<cursor - 1], as: UTF8.self)
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(FileError) {
    guard accept(character) else { throw failure("'\(character)' was expected in the header") }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard cursor < text.count, text[cursor] == UInt8(ascii: character) else { return false }
    cursor += 1
    return true
  }

  private mutating func skipBlanks() {
    while cursor < text.count, text[cursor] == UInt8(ascii: " ") || text[cursor] == 0x0A || text[cursor] == 0x0D || text[cursor] == 0x09
    { cursor += 1 }
  }

  private func failure(_ reason: String, at place: Int? = nil) -> FileError {
    FileError(.badData, path: path, reason, at: "byte \(offset + (place ?? cursor))")
  }
}
