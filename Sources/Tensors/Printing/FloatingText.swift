/// Floating-point numbers in NumPy's manner: all positional or all scientific, with as many digits as it takes to tell them apart,
/// eight at most behind the point, aligned at the point.
struct FloatingText<Scalar: FloatingScalar> {
  static var precision: Int { 8 }

  private let values: [Scalar]
  private let isScientific: Bool
  /// Characters before and behind the point.
  private var left = 0
  private var right = 0
  /// Digits of the exponent.
  private var exponentDigits = 2

  init(_ values: [Scalar]) {
    self.values = values
    let finite = values.filter(\.isFinite)
    let magnitudes = finite.filter { $0 != 0 }.map(\.magnitude)
    if let largest = magnitudes.max(), let smallest = magnitudes.min() {
      // Float has six reliable digits, Double more than eight.
      let limit: Scalar = Scalar.self == Float.self ? 1e6 : 1e8
      isScientific = largest >= limit || smallest < 0.0001 || largest / smallest > 1000
    } else {
      isScientific = false
    }
    for value in finite {
      let number = isScientific ? Decimal.scientific(value, at: Self.precision) : Decimal.positional(value, at: Self.precision)
      left = max(left, number.whole.count)
      right = max(right, number.fraction.count)
      exponentDigits = max(exponentDigits, number.exponent.count - 1)
    }
    if finite.count < values.count {
      let behind = (isScientific ? exponentDigits + 2 + right : right) + 1
      let hasNegativeInfinity = values.contains { $0 == -.infinity }
      left = max(left, (hasNegativeInfinity ? 4 : 3) - behind)
    }
  }

  var words: [String] { values.map(word) }

  private func word(_ value: Scalar) -> String {
    let behind = isScientific ? exponentDigits + 2 + right : right
    guard value.isFinite else {
      let name = value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
      return Self.padding(left + behind + 1 - name.count) + name
    }
    if isScientific {
      // Every digit that is asked for, also those beyond what tells the value apart.
      let number = Decimal(printed: value, "%.\(right)e")
      let digits = Self.zeros(exponentDigits - (number.exponent.count - 1)) + number.exponent.dropFirst()
      return Self.padding(left - number.whole.count) + number.whole + "." + number.fraction + "e"
        + String(number.exponent.first ?? "+") + digits
    }
    let number = Decimal.positional(value, at: Self.precision)
    return Self.padding(left - number.whole.count) + number.whole + "." + number.fraction
      + Self.padding(right - number.fraction.count)
  }

  /// One number on its own: all the digits that tell it apart.
  static func scalarText(_ value: Scalar) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let magnitude = Double(value.magnitude)
    let limit = Scalar.self == Float.self ? 1e6 : 1e16
    if magnitude == 0 || (magnitude >= 1e-4 && magnitude < limit) {
      let number = Decimal.positional(value, at: nil)
      return number.whole + "." + (number.fraction.isEmpty ? "0" : number.fraction)
    }
    let number = Decimal.scientific(value, at: nil)
    return number.whole + (number.fraction.isEmpty ? "" : "." + number.fraction) + "e" + number.exponent
  }

  private static func padding(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
}
