#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The ways in which eight bits are a floating-point number, by the widths of exponent and fraction.
enum Float8Format: Hashable, CaseIterable {
  /// Bias 7, no infinity: all ones is NaN.
  case e4m3
  /// Bias 15, like a short IEEE half.
  case e5m2
  /// Bias 8, neither infinity nor negative zero, whose place NaN takes.
  case e4m3fnuz
  /// Bias 16, the same otherwise.
  case e5m2fnuz
  /// A power of two without a sign, as block scales are: bias 127, all ones is NaN.
  case e8m0

  /// As PyTorch calls it.
  var name: String {
    switch self {
    case .e4m3: "float8_e4m3fn"
    case .e5m2: "float8_e5m2"
    case .e4m3fnuz: "float8_e4m3fnuz"
    case .e5m2fnuz: "float8_e5m2fnuz"
    case .e8m0: "float8_e8m0fnu"
    }
  }

  /// The number of each byte.
  var values: [Float] { (0..<256).map { value(UInt8($0)) } }

  private func value(_ bits: UInt8) -> Float {
    switch self {
    case .e8m0: return bits == 0xFF ? .nan : scalbnf(1, Int32(bits) - 127)
    case .e4m3:
      return bits & 0x7F == 0x7F ? .nan : Self.value(bits, fractionBits: 3, bias: 7)
    case .e4m3fnuz: return bits == 0x80 ? .nan : Self.value(bits, fractionBits: 3, bias: 8)
    case .e5m2fnuz: return bits == 0x80 ? .nan : Self.value(bits, fractionBits: 2, bias: 16)
    case .e5m2:
      // A half's upper byte.
      return Float(halfBits: UInt16(bits) << 8)
    }
  }

  private static func value(_ bits: UInt8, fractionBits: Int, bias: Int32) -> Float {
    let fraction = Int32(bits) & (1 << fractionBits - 1)
    let exponent = Int32(bits & 0x7F) >> fractionBits
    // Subnormal numbers lack the leading one and have the exponent of the smallest normal ones.
    let significand = exponent == 0 ? fraction : fraction | 1 << fractionBits
    let magnitude = scalbnf(Float(significand), max(exponent, 1) - bias - Int32(fractionBits))
    return bits & 0x80 == 0 ? magnitude : -magnitude
  }
}
