// The closed set of scalars.

extension Bool: TensorScalar {
  public static var zero: Bool { false }
  public static var kind: ScalarKind { .bool }
}

extension UInt8: NumericScalar {
  public typealias Total = Int
  public typealias Real = Double
  public static var kind: ScalarKind { .uint8 }
}

extension Int32: NumericScalar {
  public typealias Total = Int
  public typealias Real = Double
  public static var kind: ScalarKind { .int32 }
}

extension Int: NumericScalar {
  public typealias Total = Int
  public typealias Real = Double
  public static var kind: ScalarKind { .int64 }
}

extension Float: FloatingScalar {
  public typealias Total = Float
  public typealias Real = Float
  public static var kind: ScalarKind { .float32 }
}

extension Double: FloatingScalar {
  public typealias Total = Double
  public typealias Real = Double
  public static var kind: ScalarKind { .float64 }
}
