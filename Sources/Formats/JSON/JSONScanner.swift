/// Reads JSON by the letter of RFC 8259, piece after piece, so that whoever knows what must follow builds nothing in between.
///
/// Stricter than most: a key may stand only once in an object, whole numbers are asked for as such, nesting ends at
/// ``maximumDepth``. Nothing here calls itself, so no depth of brackets exhausts the stack. Every mistake is named by its byte.
struct JSONScanner {
  static let maximumDepth = 128

  let path: String
  private let owner: InputFile
  private let end: Int
  /// The byte of the file that is looked at next.
  private(set) var position: Int
  private var open: [Container] = []

  private struct Container {
    var closing: UInt8
    var isEmpty = true
    var keys: Set<String> = []
  }

  /// The first byte of a value tells what it is.
  enum Kind: String { case object, array, string, number, bool, null }

  /// - Parameter range: The bytes of the file that are JSON; nil for all.
  init(_ file: InputFile, _ range: Range<Int>? = nil) {
    owner = file
    path = file.path
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? file.bytes.count
  }

  func error(_ reason: String, at offset: Int? = nil) -> FileError {
    FileError(.badData, path: path, reason, at: "byte \(offset ?? position)")
  }

  // MARK: - Structure

  /// What the next value is.
  mutating func nextKind() throws(FileError) -> Kind {
    skipBlanks()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw error("no JSON: a value was expected, \(found) was found")
    }
  }

  /// Enters an object, whose members ``nextKey()`` then gives.
  mutating func beginObject(_ what: @autoclosure () -> String) throws(FileError) {
    try begin(UInt8(ascii: "{"), closing: UInt8(ascii: "}"), what(), "an object")
  }

  /// Enters an array, whose elements follow as long as ``nextElement()`` says so.
  mutating func beginArray(_ what: @autoclosure () -> String) throws(FileError) {
    try begin(UInt8(ascii: "["), closing: UInt8(ascii: "]"), what(), "an array")
  }

  private mutating func begin(
    _ opening: UInt8, closing: UInt8, _ what: @autoclosure () -> String, _ kind: String
  ) throws(FileError) {
    skipBlanks()
    guard byte == opening else { throw error("\(what()) is \(kind), but here is \(found)") }
    guard open.count < Self.maximumDepth else { throw error("JSON nested more than \(Self.maximumDepth) deep") }
    position += 1
    open.append(Container(closing: closing))
  }

  /// The key of the object's next member, whose value then follows; nil at the end, which leaves the object.
  mutating func nextKey() throws(FileError) -> String? {
    guard try hasNext() else { return nil }
    skipBlanks()
    let start = position
    let key = try string("a key")
    guard open[open.count - 1].keys.insert(key).inserted else { throw error("the key \"\(key)\" stands here a second time", at: start) }
    skipBlanks()
    guard byte == UInt8(ascii: ":") else { throw error("no JSON: a colon was expected after a key, \(found) was found") }
    position += 1
    return key
  }

  /// Whether another element of the array follows; no leaves the array.
  mutating func nextElement() throws(FileError) -> Bool { try hasNext() }

  private mutating func hasNext() throws(FileError) -> Bool {
    skipBlanks()
    let last = open.count - 1
    if byte == open[last].closing {
      position += 1
      open.removeLast()
      return false
    }
    if !open[last].isEmpty {
      guard byte == UInt8(ascii: ",") else {
        throw error("no JSON: a comma or \(Self.quoted(open[last].closing)) was expected, \(found) was found")
      }
      position += 1
    }
    open[last].isEmpty = false
    return true
  }

  /// Passes over a value of any kind.
  mutating func skipValue() throws(FileError) {
    let depth = open.count
    repeat {
      if open.count > depth {
        let isObject = open[open.count - 1].closing == UInt8(ascii: "}")
        guard try isObject ? nextKey() != nil : nextElement() else { continue }
      }
      switch try nextKind() {
      case .object: try beginObject("a value")
      case .array: try beginArray("a value")
      case .string: _ = try string("a value")
      case .number: _ = try numberText()
      case .bool: _ = try bool()
      case .null: try null()
      }
    } while open.count > depth
  }

  /// Throws if anything but blanks follows.
  mutating func finish() throws(FileError) {
    skipBlanks()
    if position < end { throw error("no JSON: nothing was expected any more, \(found) was found") }
  }

  // MARK: - Values

  mutating func bool() throws(FileError) -> Bool {
    if byte == UInt8(ascii: "t") {
      try word("true")
      return true
    }
    try word("false")
    return false
  }

  mutating func null() throws(FileError) { try word("null") }

  private mutating func word(_ word: String) throws(FileError) {
    let start = position
    for expected in word.utf8 {
      guard byte == expected else { throw error("no JSON: \(word) was expected", at: start) }
      position += 1
    }
  }

  /// A whole number from 0 up, written as digits and nothing else.
  mutating func count(_ what: @autoclosure () -> String) throws(FileError) -> Int {
    skipBlanks()
    let start = position
    guard let byte, byte == UInt8(ascii: "-") || Self.isDigit(byte) else {
      throw error("\(what()) is a whole number, but here is \(found)")
    }
    let text = try numberText()
    guard text.utf8.allSatisfy(Self.isDigit) else {
      throw error("\(what()) is a whole number from 0 up, not \(text.prefix(40))", at: start)
    }
    guard let value = Int(text) else { throw error("\(what()) is \(text.prefix(40)), more than \(Int.max)", at: start) }
    return value
  }

  /// The text of a number, checked to be one.
  mutating func numberText() throws(FileError) -> String {
    skipBlanks()
    let start = position
    func digits() -> Int {
      let first = position
      while let byte, Self.isDigit(byte) { position += 1 }
      return position - first
    }
    if byte == UInt8(ascii: "-") { position += 1 }
    let whole = position
    var isNumber = digits() > 0
    if position - whole > 1, owner.bytes[whole] == UInt8(ascii: "0") { isNumber = false }
    if byte == UInt8(ascii: ".") {
      position += 1
      if digits() == 0 { isNumber = false }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      if digits() == 0 { isNumber = false }
    }
    guard isNumber else { throw error("no JSON: a number was expected", at: start) }
    return String(decoding: owner.bytes[start..<position], as: UTF8.self)
  }

  /// A string without its quotes and escapes.
  mutating func string(_ what: @autoclosure () -> String) throws(FileError) -> String {
    skipBlanks()
    guard byte == UInt8(ascii: "\"") else { throw error("\(what()) is a string, but here is \(found)") }
    let start = position
    position += 1
    var text = ""
    while true {
      let plain = position
      while let byte, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
      if position > plain {
        guard let piece = String(validating: owner.bytes[plain..<position], as: UTF8.self) else {
          throw error("a string that is no UTF-8", at: start)
        }
        text += piece
      }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return text
      case UInt8(ascii: "\\"): text.unicodeScalars.append(try escape())
      case nil: throw error("no JSON: a string has no end", at: start)
      default: throw error("a control character in a string")
      }
    }
  }

  private mutating func escape() throws(FileError) -> Unicode.Scalar {
    let start = position
    position += 1
    let letter = byte
    position += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw error("an unknown escape in a string", at: start)
    }
    var code = try hexadecimal(start)
    if (0xD800..<0xDC00).contains(code), byte == UInt8(ascii: "\\"), position + 1 < end, owner.bytes[position + 1] == UInt8(ascii: "u") {
      position += 2
      let low = try hexadecimal(start)
      guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair in a string", at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair in a string", at: start) }
    return scalar
  }

  private mutating func hexadecimal(_ start: Int) throws(FileError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an escape without its four digits in a string", at: start)
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  // MARK: - Bytes

  private var byte: UInt8? { position < end ? owner.bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// The next byte as a message shows it.
  private var found: String { byte.map(Self.quoted) ?? "the end" }

  private static func quoted(_ byte: UInt8) -> String {
    (0x21..<0x7F).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte \(byte)"
  }
}
