import Formats

/// Values from anywhere in the scripts of pages.
enum PageText {
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
