// Three overloads for each operator and no more: tensor with tensor, tensor with scalar, scalar with tensor. The type checker tries
// every overload of every operator of an expression, so each further one (a literal conformance, a mix of scalar types) multiplies the
// time that long expressions take; with three, and the scalar's type fixed by the tensor's, they stay cheap.

// MARK: - +

extension Tensor where Scalar: NumericScalar {
  /// The sum of each pair of elements, shapes broadcast as in NumPy.
  public static func + (a: Tensor, b: Tensor) -> Tensor { a.combined(with: b, by: .add) }
  public static func + (a: Tensor, b: Scalar) -> Tensor { a.combined(with: Tensor(scalar: b), by: .add) }
  public static func + (a: Scalar, b: Tensor) -> Tensor { Tensor(scalar: a).combined(with: b, by: .add) }

  /// In place, without new memory if nobody shares this tensor's.
  public static func += (a: inout Tensor, b: Tensor) { a.combine(.add, with: b) }
  public static func += (a: inout Tensor, b: Scalar) { a.combine(.add, with: Tensor(scalar: b)) }
}

// MARK: - -

extension Tensor where Scalar: NumericScalar {
  /// The difference of each pair of elements, shapes broadcast as in NumPy.
  public static func - (a: Tensor, b: Tensor) -> Tensor { a.combined(with: b, by: .subtract) }
  public static func - (a: Tensor, b: Scalar) -> Tensor { a.combined(with: Tensor(scalar: b), by: .subtract) }
  public static func - (a: Scalar, b: Tensor) -> Tensor { Tensor(scalar: a).combined(with: b, by: .subtract) }

  /// In place, without new memory if nobody shares this tensor's.
  public static func -= (a: inout Tensor, b: Tensor) { a.combine(.subtract, with: b) }
  public static func -= (a: inout Tensor, b: Scalar) { a.combine(.subtract, with: Tensor(scalar: b)) }
}

// MARK: - *

extension Tensor where Scalar: NumericScalar {
  /// The product of each pair of elements, shapes broadcast as in NumPy.
  public static func * (a: Tensor, b: Tensor) -> Tensor { a.combined(with: b, by: .multiply) }
  public static func * (a: Tensor, b: Scalar) -> Tensor { a.combined(with: Tensor(scalar: b), by: .multiply) }
  public static func * (a: Scalar, b: Tensor) -> Tensor { Tensor(scalar: a).combined(with: b, by: .multiply) }

  /// In place, without new memory if nobody shares this tensor's.
  public static func *= (a: inout Tensor, b: Tensor) { a.combine(.multiply, with: b) }
  public static func *= (a: inout Tensor, b: Scalar) { a.combine(.multiply, with: Tensor(scalar: b)) }
}

// MARK: - /

extension Tensor where Scalar: NumericScalar {
  /// The quotient of each pair of elements, shapes broadcast as in NumPy.
  public static func / (a: Tensor, b: Tensor) -> Tensor { a.combined(with: b, by: .divide) }
  public static func / (a: Tensor, b: Scalar) -> Tensor { a.combined(with: Tensor(scalar: b), by: .divide) }
  public static func / (a: Scalar, b: Tensor) -> Tensor { Tensor(scalar: a).combined(with: b, by: .divide) }

  /// In place, without new memory if nobody shares this tensor's.
  public static func /= (a: inout Tensor, b: Tensor) { a.combine(.divide, with: b) }
  public static func /= (a: inout Tensor, b: Scalar) { a.combine(.divide, with: Tensor(scalar: b)) }
}

// MARK: - %

extension Tensor where Scalar: NumericScalar {
  /// The remainder, with the sign of the divisor, of each pair of elements, shapes broadcast as in NumPy.
  public static func % (a: Tensor, b: Tensor) -> Tensor { a.combined(with: b, by: .remainder) }
  public static func % (a: Tensor, b: Scalar) -> Tensor { a.combined(with: Tensor(scalar: b), by: .remainder) }
  public static func % (a: Scalar, b: Tensor) -> Tensor { Tensor(scalar: a).combined(with: b, by: .remainder) }

  /// In place, without new memory if nobody shares this tensor's.
  public static func %= (a: inout Tensor, b: Tensor) { a.combine(.remainder, with: b) }
  public static func %= (a: inout Tensor, b: Scalar) { a.combine(.remainder, with: Tensor(scalar: b)) }
}

// MARK: - Sign

extension Tensor where Scalar: NumericScalar {
  public static prefix func - (a: Tensor) -> Tensor { a.mapped(by: .negate) }
}
