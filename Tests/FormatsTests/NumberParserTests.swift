import Tensors
import Testing

@testable import Formats

/// The parser against the standard library's exact one.
struct NumberParserTests {
  private func parse<Scalar: FloatingScalar>(_ text: String, as type: Scalar.Type, mark: UInt8 = 0x2E) -> Scalar? {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return nil }
      let parsed = NumberParser(decimalMark: mark).parse(start, start + bytes.count, as: type)
      return parsed.flatMap { $0.end == start + bytes.count ? $0.value : nil }
    }
  }

  private func check(_ text: String) {
    #expect(parse(text, as: Double.self) == Double(text), "\(text)")
    #expect(parse(text, as: Float.self) == Float(text), "\(text)")
  }

  @Test func agreesWithTheExactParser() {
    var random = RandomGenerator(seed: 1)
    for _ in 0..<200_000 {
      let digits = 1 + random.integer(below: 21)
      let number = String((0..<digits).map { _ in "0123456789".randomElement(using: &random)! })
      let point = random.integer(below: digits + 1)
      let exponent = random.integer(below: 3) == 0 ? "" : "e\(random.integer(below: 80) - 40)"
      let body = String(number.prefix(point)) + (random.integer(below: 4) == 0 ? "" : ".") + String(number.dropFirst(point))
      check((random.integer(below: 2) == 0 ? "-" : "") + body + exponent)
    }
  }

  @Test func readsBackWhatSwiftPrints() {
    var random = RandomGenerator(seed: 2)
    for _ in 0..<200_000 {
      let single = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      if single.isFinite { #expect(parse("\(single)", as: Float.self) == single) }
      let double = Double(bitPattern: random.next())
      if double.isFinite { #expect(parse("\(double)", as: Double.self) == double) }
    }
  }

  /// Halfway between two numbers, and a little beside it.
  @Test func tiesGoToEven() {
    for text in [
      "9007199254740993", "9007199254740992.9999", "9007199254740993.00001", "16777217", "16777217.0000001", "16777219",
      "1.00000005960464477539062500", "1.00000005960464477539062501", "1.000000059604644775390624", "0.5000000298023224", "8388609.5",
      "4503599627370497.5", "4503599627370496.5", "123456789012345678e-3", "1e23", "8.5e22", "1e22", "1e-22", "1e27", "1e-27", "1e28",
      "3.4028235e38", "3.4028236e38", "1.1754944e-38", "1e-45", "7e-46", "4.9e-324", "2e-324", "1.7976931348623157e308",
    ] { check(text) }
  }

  @Test func acceptsTheUsualSpellings() {
    for text in ["0", "-0", "+1", ".5", "5.", "1E-3", "+2.5e+2", "007", "-.25e1", "1e5", "000000000000000000000001.5"] { check(text) }
    #expect(parse("-0", as: Float.self)?.sign == .minus)
    for text in ["inf", "Inf", "INFINITY", "+Infinity"] { #expect(parse(text, as: Float.self) == .infinity) }
    #expect(parse("-inf", as: Double.self) == -.infinity)
    for text in ["nan", "NaN", "-nan"] { #expect(parse(text, as: Float.self)?.isNaN == true) }
    #expect(parse("0,25", as: Float.self, mark: 0x2C) == 0.25)
    #expect(parse("-1,5e3", as: Float.self, mark: 0x2C) == -1500)
    #expect(parse("1234567,89012345678901234567", as: Float.self, mark: 0x2C) == 1_234_567.890_123_456_8)
  }

  @Test func refusesWhatIsNoNumber() {
    for text in ["", "-", "+", ".", "e5", "1e", "1e+", "0x1p3", "1_000", "--1", "1..2", "1,5", "nan(0x1)", "infin", "in", "\u{2212}1", "1 "] {
      #expect(parse(text, as: Double.self) == nil, "\(text)")
    }
  }

  @Test func manyDigitsTakeTheExactWay() {
    let text = "0." + String(repeating: "123456789", count: 1000)
    check(text)
    check(String(repeating: "9", count: 400))
  }
}
