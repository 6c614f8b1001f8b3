public import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The x of A x = b for a square matrix [n, n] and a vector [n] or the columns of a matrix [n, columns]. The shape of `b`.
///
/// - Throws: ``LinearAlgebraError/singular(pivot:)`` if a pivot is exactly zero; a nearly singular matrix gives an inaccurate x
///   (see ``conditionNumber(_:_:)``). ``LinearAlgebraError/nonFinite(row:column:)``.
/// - Complexity: O(n³ + n² columns).
public func solve<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar> {
  let square = try SquareFactors(a, "solve")
  try checkFinite(b)
  try square.checkInvertible()
  let n = square.n
  return solvingColumns(b, order: n, "solve") { x, columns in
    square.factors.withUnsafeBufferPointer {
      _ = Scalar.getrs(transposed: true, n: n, columns: columns, $0.baseAddress!, lda: n, square.pivots, x, ldb: n)
    }
  }
}

/// The inverse of a square matrix [n, n]. To solve a system, ``solve(_:_:)`` is faster and more accurate.
///
/// - Throws: ``LinearAlgebraError/singular(pivot:)``, ``LinearAlgebraError/nonFinite(row:column:)``.
public func inverse<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar> {
  var square = try SquareFactors(a, "inverse")
  try square.checkInvertible()
  guard square.n > 0 else { return a }
  // The inverse of Aᵀ by columns is the inverse of A by rows.
  let (n, pivots) = (square.n, square.pivots)
  let info = square.factors.withUnsafeMutableBufferPointer { Scalar.getri(n: n, $0.baseAddress!, lda: n, pivots) }
  try checkAccepted(info, "getri")
  if info > 0 { throw .singular(pivot: info - 1) }
  return square.factors
}

/// The determinant of a square matrix [n, n]; 1 for n = 0. Overflows early: see ``signLogDeterminant(_:)``.
public func determinant<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Scalar {
  let (sign, diagonal) = try eliminated(a, "determinant")
  return diagonal.reduce(sign, *)
}

/// The determinant of a square matrix [n, n] as its sign (1, -1 or 0) and the logarithm of its magnitude (-infinity for 0).
public func signLogDeterminant<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> (sign: Scalar, logMagnitude: Scalar) {
  let (sign, diagonal) = try eliminated(a, "signLogDeterminant")
  if diagonal.contains(0) { return (0, -.infinity) }
  let negative = diagonal.count { $0 < 0 }
  let logarithm = diagonal.reduce(0.0) { $0 + log(Double($1.magnitude)) }
  return (negative.isMultiple(of: 2) ? sign : -sign, Scalar(logarithm))
}

/// The diagonal of U, and the sign of the permutation.
private func eliminated<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> (sign: Scalar, diagonal: [Scalar]) {
  let square = try SquareFactors(a, operation)
  let exchanges = square.pivots.enumerated().count { Int($1) != $0 + 1 }
  let diagonal = square.factors.withUnsafeBufferPointer { factors in
    (0..<square.n).map { factors[$0 * (square.n + 1)] }
  }
  return (exchanges.isMultiple(of: 2) ? 1 : -1, diagonal)
}
