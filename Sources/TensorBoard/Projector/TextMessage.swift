/// A message in the text form of Protocol Buffers.
struct TextMessage {
  private(set) var text = ""

  mutating func add(_ name: String, _ value: Int) { text += "\(name): \(value)\n" }

  mutating func add(_ name: String, _ value: String) {
    var quoted = ""
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: quoted += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    text += "\(name): \"\(quoted)\"\n"
  }

  mutating func add(_ name: String, _ message: TextMessage) {
    text += "\(name) {\n" + message.text.split(separator: "\n").map { "  \($0)\n" }.joined() + "}\n"
  }

  mutating func add(_ name: String, _ build: (inout TextMessage) -> Void) {
    var message = TextMessage()
    build(&message)
    add(name, message)
  }
}
