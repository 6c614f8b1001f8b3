/// A scalar by the name that safetensors files give it.
public enum SafetensorsType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case uint8 = "U8"
  case int8 = "I8"
  case uint16 = "U16"
  case int16 = "I16"
  case uint32 = "U32"
  case int32 = "I32"
  case uint64 = "U64"
  case int64 = "I64"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float32 = "F32"
  case float64 = "F64"
  case complex64 = "C64"
  case float4 = "F4"
  case float6e2m3 = "F6_E2M3"
  case float6e3m2 = "F6_E3M2"
  case float8e4m3 = "F8_E4M3"
  case float8e5m2 = "F8_E5M2"
  case float8e4m3fnuz = "F8_E4M3FNUZ"
  case float8e5m2fnuz = "F8_E5M2FNUZ"
  case float8e8m0 = "F8_E8M0"

  /// How many bits one has.
  public var bitCount: Int {
    switch self {
    case .float4: 4
    case .float6e2m3, .float6e3m2: 6
    case .bool, .uint8, .int8, .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz, .float8e8m0: 8
    case .uint16, .int16, .float16, .bfloat16: 16
    case .uint32, .int32, .float32: 32
    case .uint64, .int64, .float64, .complex64: 64
    }
  }

  /// As the readers of arrays know it; nil for scalars that are listed but not read.
  var elementType: ElementType? {
    switch self {
    case .bool: .bool
    case .uint8: .uint8
    case .int8: .int8
    case .uint16: .uint16
    case .int16: .int16
    case .uint32: .uint32
    case .int32: .int32
    case .uint64: .uint64
    case .int64: .int64
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float32: .float32
    case .float64: .float64
    case .float8e4m3: .float8(.e4m3)
    case .float8e5m2: .float8(.e5m2)
    case .float8e4m3fnuz: .float8(.e4m3fnuz)
    case .float8e5m2fnuz: .float8(.e5m2fnuz)
    case .float8e8m0: .float8(.e8m0)
    case .complex64, .float4, .float6e2m3, .float6e3m2: nil
    }
  }

  /// As the field calls it, where it is one of the usual ones; otherwise as the file does.
  var name: String { elementType?.name ?? rawValue.lowercased() }

  /// How an array in memory is written.
  public init(_ array: NumericArray) {
    switch array {
    case .bool: self = .bool
    case .uint8: self = .uint8
    case .int32: self = .int32
    case .int: self = .int64
    case .float: self = .float32
    case .double: self = .float64
    }
  }

  /// How a tensor is written that a file lists by this name of its scalar, once it was read; nil where the name does not tell.
  public init?(reading typeName: String) {
    switch typeName {
    case "bool": self = .bool
    case "uint8": self = .uint8
    case "int8", "int16", "uint16", "int32": self = .int32
    case "uint32", "int64", "uint64": self = .int64
    case "float16", "bfloat16", "float32": self = .float32
    case "float64": self = .float64
    default:
      guard typeName.hasPrefix("float8_") || typeName.hasPrefix("q") else { return nil }
      self = .float32
    }
  }

  /// The bytes of so many scalars; nil where 64 bits do not count them or the last one ends within a byte.
  func byteCount(_ dimensions: [Int]) -> Int? {
    var bits = bitCount
    for dimension in dimensions {
      let (product, overflow) = bits.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      bits = product
    }
    return bits % 8 == 0 ? bits / 8 : nil
  }
}
