internal import Tensors

/// Decimal text to the nearest floating-point number, correctly rounded.
///
/// Up to 19 digits with a power of ten in ±27 need only exact integer arithmetic: 5^27 fits 64 bits, so a product of digits and power
/// fits 128, and a quotient is taken with its remainder. Everything else goes to the standard library's exact parser.
struct NumberParser {
  /// The character between whole and fraction: `.`, or `,` in tables that use it so.
  var decimalMark: UInt8 = UInt8(ascii: ".")

  /// The number at `start`, and where its text ends. Nil where no number begins; the text may go on after the end.
  ///
  /// Accepts `[+-]digits[.digits][e[+-]digits]`, with at least one digit, and `nan`, `inf`, `infinity` in any case.
  @inline(__always)
  func parse<Scalar: FloatingScalar>(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, as type: Scalar.Type
  ) -> (value: Scalar, end: UnsafePointer<UInt8>)? {
    var cursor = start
    guard cursor < end else { return nil }
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }

    var digits: UInt64 = 0
    let wholeStart = cursor
    while cursor < end, let digit = Self.digit(cursor.pointee) {
      digits = digits &* 10 &+ digit
      cursor += 1
    }
    var digitCount = cursor - wholeStart
    // Short whole numbers are most of what tables of images and labels hold.
    if digitCount > 0, digitCount <= 15, cursor == end || !continuesNumber(cursor.pointee) {
      let value = Scalar(digits)
      return (isNegative ? -value : value, cursor)
    }
    var exponent = 0
    if cursor < end, cursor.pointee == decimalMark {
      cursor += 1
      let fractionStart = cursor
      while cursor < end, let digit = Self.digit(cursor.pointee) {
        digits = digits &* 10 &+ digit
        cursor += 1
      }
      exponent = -(cursor - fractionStart)
      digitCount -= exponent
    }
    guard digitCount > 0 else { return Self.special(start, end) }
    var explicitExponent = 0
    if cursor < end, cursor.pointee | 0x20 == UInt8(ascii: "e"), let (value, next) = Self.exponent(cursor + 1, end) {
      explicitExponent = value
      cursor = next
    }
    // 19 digits never overflow 64 bits; leading zeros are rare enough to take the slow way.
    if digitCount <= 19, let value = Scalar(digits: digits, powerOfTen: exponent + explicitExponent) {
      return (isNegative ? -value : value, cursor)
    }
    return exact(start, cursor).map { ($0, cursor) }
  }

  @inline(__always)
  private func continuesNumber(_ byte: UInt8) -> Bool { byte == decimalMark || byte | 0x20 == UInt8(ascii: "e") }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? UInt64(value) : nil
  }

  /// The digits after `e`; nil where there are none, and then the `e` is no part of the number. Saturates far outside any range.
  private static func exponent(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> (Int, UnsafePointer<UInt8>)? {
    var cursor = start
    guard cursor < end else { return nil }
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
    let firstDigit = cursor
    var value = 0
    while cursor < end, let digit = digit(cursor.pointee) {
      value = min(value * 10 + Int(digit), 1_000_000)
      cursor += 1
    }
    return cursor == firstDigit ? nil : (isNegative ? -value : value, cursor)
  }

  /// `nan`, `inf` or `infinity`, with a sign, in any case.
  @inline(never)
  private static func special<Scalar: FloatingScalar>(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> (value: Scalar, end: UnsafePointer<UInt8>)? {
    var cursor = start
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
    func skips(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard end - cursor >= count else { return false }
      for index in 0..<count where cursor[index] | 0x20 != word.utf8Start[index] { return false }
      cursor += count
      return true
    }
    if skips("infinity") || skips("inf") { return (isNegative ? -.infinity : .infinity, cursor) }
    if skips("nan") { return (.nan, cursor) }
    return nil
  }

  /// The slow and always right way.
  @inline(never)
  private func exact<Scalar: FloatingScalar>(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Scalar? {
    let text = String(
      decoding: UnsafeBufferPointer(start: start, count: end - start).lazy.map { $0 == decimalMark ? UInt8(ascii: ".") : $0 },
      as: UTF8.self)
    if let single = Float(text), Scalar.self == Float.self { return Scalar(single) }
    return Double(text).map { Scalar($0) }
  }
}

extension FloatingScalar {
  /// `digits` x 10^`powerOfTen`, correctly rounded; nil where 64-bit integers do not suffice or the result is not a normal number.
  @inline(__always)
  init?(digits: UInt64, powerOfTen: Int) {
    // Both factors exact in this type: one operation rounds once.
    if digits <= UInt64(1) << UInt64(Self.significandBitCount), powerOfTen >= -Self.exactPowers, powerOfTen <= Self.exactPowers {
      let power = Self(PowersOfTen.double[abs(powerOfTen)])
      self = powerOfTen < 0 ? Self(digits) / power : Self(digits) * power
      return
    }
    self.init(wideDigits: digits, powerOfTen: powerOfTen)
  }

  /// 10^k is exact in Double up to k = 22 and in Float up to 10.
  private static var exactPowers: Int { significandBitCount == 52 ? 22 : 10 }

  @inline(never)
  private init?(wideDigits digits: UInt64, powerOfTen: Int) {
    guard digits != 0 else {
      self = 0
      return
    }
    guard powerOfTen >= -27, powerOfTen <= 27 else { return nil }
    let power = PowersOfTen.five[abs(powerOfTen)]
    // `digits` * 5^e or `digits` / 5^-e as `bits` x 2^binaryExponent, where the lowest bit also says that something smaller was cut off.
    var bits: UInt64
    var binaryExponent = powerOfTen
    if powerOfTen >= 0 {
      let product = digits.multipliedFullWidth(by: power)
      let shift = product.high.leadingZeroBitCount
      if product.high == 0 {
        bits = product.low
      } else {
        let kept = shift == 0 ? product.high : product.high << UInt64(shift) | product.low >> UInt64(64 - shift)
        let cut = shift == 0 ? product.low : product.low << UInt64(shift)
        bits = kept | (cut == 0 ? 0 : 1)
        binaryExponent += 64 - shift
      }
    } else {
      let digitShift = digits.leadingZeroBitCount
      let powerShift = power.leadingZeroBitCount
      let numerator = digits << UInt64(digitShift)
      let denominator = power << UInt64(powerShift)
      // Half the numerator is below the denominator, so the quotient fits and has 63 or 64 bits.
      let quotient = denominator.dividingFullWidth((numerator >> 1, numerator << 63))
      bits = quotient.quotient | (quotient.remainder == 0 ? 0 : 1)
      binaryExponent += powerShift - digitShift + 1 - 64
    }
    // Rounds once: the conversion of 64 bits is exact to half a unit, and the lowest bit breaks false ties.
    let leading = bits.leadingZeroBitCount
    bits = leading == 0 ? bits : bits << UInt64(leading)
    binaryExponent -= leading
    let rounded = Self(bits)
    let result = Self(sign: .plus, exponent: Self.Exponent(binaryExponent), significand: rounded)
    guard result.isNormal else { return nil }
    self = result
  }
}

private enum PowersOfTen {
  static let double: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 5^0 to 5^27, the last power that fits 64 bits.
  static let five: [UInt64] = (0...27).map { exponent in (0..<exponent).reduce(UInt64(1)) { power, _ in power * 5 } }
}
