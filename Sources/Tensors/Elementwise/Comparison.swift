// The elementwise comparisons have the names that the standard library's SIMD types give them. Three overloads each: see
// ArithmeticOperators.swift.

extension Tensor {
  /// The comparison of each pair of elements, shapes broadcast as in NumPy.
  public func compared(with other: Tensor, by operation: ComparisonOperation) -> Tensor<Bool> {
    let (shape, a, b) = Tensor.broadcast(self, other)
    let result = Tensor<Bool>(uninitialized: shape)
    Scalar.compare(
      operation, StridedLoops(a, b, result.layout), storage.pointer, other.storage.pointer, into: result.storage.pointer)
    return result
  }
}

extension Tensor {
  /// Whether each pair of elements is equal.
  public static func .== (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .equal) }
  public static func .== (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .equal) }
  public static func .== (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .equal) }
}

extension Tensor {
  /// Whether each pair of elements differs.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .notEqual) }
  public static func .!= (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .notEqual) }
  public static func .!= (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .notEqual) }
}

extension Tensor {
  /// Whether each element is less than its partner.
  public static func .< (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .less) }
  public static func .< (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .less) }
  public static func .< (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .less) }
}

extension Tensor {
  /// Whether each element is at most its partner.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .lessOrEqual) }
  public static func .<= (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .lessOrEqual) }
  public static func .<= (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .lessOrEqual) }
}

extension Tensor {
  /// Whether each element is greater than its partner.
  public static func .> (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .greater) }
  public static func .> (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .greater) }
  public static func .> (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .greater) }
}

extension Tensor {
  /// Whether each element is at least its partner.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(with: b, by: .greaterOrEqual) }
  public static func .>= (a: Tensor, b: Scalar) -> Tensor<Bool> { a.compared(with: Tensor(scalar: b), by: .greaterOrEqual) }
  public static func .>= (a: Scalar, b: Tensor) -> Tensor<Bool> { Tensor(scalar: a).compared(with: b, by: .greaterOrEqual) }
}

// MARK: - All at once

extension Tensor: Equatable {
  /// Whether both have the same shape and equal elements. As with scalars, NaN equals nothing.
  public static func == (a: Tensor, b: Tensor) -> Bool { a.shape == b.shape && !(a .!= b).any() }
}
