/// Numbers as labels show them.
enum NumberText {
  /// With so many places after the point, rounded to the nearest; beyond 10^15, the shortest text.
  static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "∞" : "−∞" }
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
  }

  /// With about so many significant digits, in powers of ten where it is very large or small.
  static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, places: 0) }
    let exponent = Int(PlotMath.log10(abs(value)).rounded(.down))
    if exponent >= -4 && exponent < 6 {
      let text = fixed(value, places: max(0, digits - 1 - exponent))
      return text.contains(".") ? trimmed(text) : text
    }
    return trimmed(fixed(value / PlotMath.power(10, Double(exponent)), places: digits - 1)) + "e\(exponent)"
  }

  /// Without zeros at the end of its decimals.
  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
