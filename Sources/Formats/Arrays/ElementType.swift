/// A scalar as files store it.
enum ElementType: Hashable {
  case bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, bfloat16, float32, float64
  /// Eight bits, as neural networks are compressed to.
  case float8(Float8Format)

  /// As NumPy and PyTorch call it.
  var name: String {
    switch self {
    case .float8(let format): format.name
    default: "\(self)"
    }
  }

  var size: Int {
    switch self {
    case .bool, .int8, .uint8, .float8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// Bytes of an array of this shape; nil where 64 bits do not count them, even taking empty axes as one long.
  func byteCount(_ dimensions: [Int]) -> Int? {
    var product = size
    for dimension in dimensions {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(dimension, 1))
      if overflow { return nil }
      product = next
    }
    return dimensions.contains(0) ? 0 : product
  }
}

extension Float {
  /// An IEEE 754 half: 1 sign bit, 5 of exponent, 10 of fraction. Exact.
  init(halfBits bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F:
      self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
