/// A JSON value. Objects keep their order.
public enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array([JSON])
  case object([(String, JSON)])

  /// JSON has no word for what is not finite: it becomes null.
  public init(_ value: Double?) { self = value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
  public init(_ value: Float?) { self.init(value.map { $0.isFinite ? Double("\($0)") ?? Double($0) : .nan }) }
  public init(_ value: String?) { self = value.map { .text($0) } ?? .null }

  /// On one line.
  public var line: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Indented by two spaces, arrays of numbers on one line each, with a newline at the end.
  public var pretty: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value) where !value.isFinite: text += "null"
    case .number(let value): text += value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .text(let value): Self.append(value, to: &text)
    case .array(let values):
      let isFlat = values.allSatisfy(\.isNumber)
      Self.append(values, in: "[", "]", to: &text, indent: isFlat ? nil : indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.append(members, in: "{", "}", to: &text, indent: indent) { member, text, indent in
        Self.append(member.0, to: &text)
        text += indent == nil ? ":" : ": "
        member.1.write(to: &text, indent: indent)
      }
    }
  }

  private var isNumber: Bool {
    switch self {
    case .integer, .number: true
    case .null, .bool, .text, .array, .object: false
    }
  }

  private static func append<Item>(
    _ items: [Item], in open: String, _ close: String, to text: inout String, indent: Int?,
    _ append: (Item, inout String, Int?) -> Void
  ) {
    let inner = indent.map { $0 + 2 }
    func breakLine(_ width: Int?) { if let width { text += "\n" + String(repeating: " ", count: width) } }
    text += open
    for (position, item) in items.enumerated() {
      if position > 0 { text += "," }
      breakLine(inner)
      append(item, &text, inner)
    }
    if !items.isEmpty { breakLine(indent) }
    text += close
  }

  /// A string in its quotes, with the escapes that it needs.
  static func append(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default:
        if scalar.value < 32 {
          let digits = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }
}
