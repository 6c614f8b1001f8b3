extension JSON {
  /// The one value that a file holds. Keys keep their order, and none may stand twice in an object.
  /// - Throws: `badData` naming the byte where the text is no JSON, or nested more than 128 deep.
  public init(_ file: InputFile) throws(FileError) {
    var scanner = JSONScanner(file)
    self = try JSON(&scanner)
    try scanner.finish()
  }

  /// Calls itself for nested values; the scanner ends that at its greatest depth.
  private init(_ scanner: inout JSONScanner) throws(FileError) {
    switch try scanner.nextKind() {
    case .null:
      try scanner.null()
      self = .null
    case .bool: self = .bool(try scanner.bool())
    case .string: self = .text(try scanner.string("a value"))
    case .number:
      let text = try scanner.numberText()
      // Digits beyond the largest exponent are infinite for Swift; as a number of a file they are out of range.
      guard let number = Double(text), number.isFinite else { throw scanner.error("the number \(text.prefix(40)) is out of range") }
      self = Int(text).map { .integer($0) } ?? .number(number)
    case .array:
      var values: [JSON] = []
      try scanner.beginArray("a value")
      while try scanner.nextElement() { values.append(try JSON(&scanner)) }
      self = .array(values)
    case .object:
      var members: [(String, JSON)] = []
      try scanner.beginObject("a value")
      while let key = try scanner.nextKey() { members.append((key, try JSON(&scanner))) }
      self = .object(members)
    }
  }
}

// MARK: - Looking inside

extension JSON {
  /// The member of an object; nil where this is none, or has no such member.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }

  public var isNull: Bool { if case .null = self { true } else { false } }
  public var members: [(String, JSON)]? { if case .object(let members) = self { members } else { nil } }
  public var values: [JSON]? { if case .array(let values) = self { values } else { nil } }
  public var string: String? { if case .text(let text) = self { text } else { nil } }
  public var boolean: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var wholeNumber: Int? { if case .integer(let value) = self { value } else { nil } }

  /// A number, whole or not.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
