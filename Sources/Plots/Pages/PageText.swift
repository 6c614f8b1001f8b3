import Formats

/// Text from anywhere in pages of HTML, where it is nothing but text.
enum PageText {
  /// For the content of an element or an attribute in double quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// JSON for an element `script`: no character of it can end the element or a line of script.
  static func json(_ value: JSON) -> String {
    var result = ""
    let line = value.line
    result.reserveCapacity(line.utf8.count)
    for scalar in line.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}": result += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
