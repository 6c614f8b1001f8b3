#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A number written in decimal, in its parts.
struct Decimal {
  /// With the sign.
  var whole: String
  /// Without zeros at the end.
  var fraction: String
  /// With its sign and two digits at least; empty in positional notation.
  var exponent = ""

  /// The shortest digits that tell the value apart, positional; where these are more than `precision` behind the point, the value
  /// rounded to that many.
  static func positional<Scalar: FloatingScalar>(_ value: Scalar, at precision: Int?) -> Decimal {
    let (sign, digits, point) = shortest(value)
    let whole = point > 0 ? pad(digits.prefix(point), to: point) : "0"
    let fraction = point > 0 ? String(digits.dropFirst(point)) : zeros(-point) + digits
    if let precision, fraction.count > precision { return Decimal(printed: value, "%.\(precision)f").trimmed }
    return Decimal(whole: sign + whole, fraction: fraction)
  }

  /// The same in scientific notation: one digit before the point.
  static func scientific<Scalar: FloatingScalar>(_ value: Scalar, at precision: Int?) -> Decimal {
    let (sign, digits, point) = shortest(value)
    if let precision, digits.count > precision + 1 { return Decimal(printed: value, "%.\(precision)e").trimmed }
    let exponent = digits == "0" ? 0 : point - 1
    let magnitude = "\(abs(exponent))"
    return Decimal(
      whole: sign + digits.prefix(1), fraction: digits == "0" ? "" : String(digits.dropFirst()),
      exponent: (exponent < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude)
  }

  /// What C's printf makes of the value, rounded exactly.
  init(printed value: some FloatingScalar, _ format: String) {
    var buffer = [CChar](repeating: 0, count: 512)
    let length = withVaList([Double(value)]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let text = String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let halves = text.split(separator: "e", maxSplits: 1)
    let parts = halves[0].split(separator: ".", maxSplits: 1)
    self.init(
      whole: String(parts[0]), fraction: parts.count > 1 ? String(parts[1]) : "",
      exponent: halves.count > 1 ? String(halves[1]) : "")
  }

  private init(whole: String, fraction: String, exponent: String = "") {
    self.whole = whole
    self.fraction = fraction
    self.exponent = exponent
  }

  private var trimmed: Decimal {
    var result = self
    while result.fraction.last == "0" { result.fraction.removeLast() }
    return result
  }

  /// Sign, digits without zeros around them ("0" for zero), and how many of them stand before the point.
  private static func shortest(_ value: some FloatingScalar) -> (sign: String, digits: String, point: Int) {
    let text = "\(value.magnitude)"
    let halves = text.split(separator: "e", maxSplits: 1)
    let parts = halves[0].split(separator: ".", maxSplits: 1)
    let fraction = parts.count > 1 ? parts[1] : ""
    var point = parts[0].count + (halves.count > 1 ? Int(halves[1]) ?? 0 : 0)
    var digits = parts[0] + fraction
    while digits.first == "0" && digits.count > 1 {
      digits.removeFirst()
      point -= 1
    }
    while digits.last == "0" && digits.count > 1 { digits.removeLast() }
    let sign = value.sign == .minus ? "-" : ""
    return digits == "0" ? (sign, "0", 1) : (sign, String(digits), point)
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
  private static func pad(_ digits: Substring, to count: Int) -> String { digits + zeros(count - digits.count) }
}
