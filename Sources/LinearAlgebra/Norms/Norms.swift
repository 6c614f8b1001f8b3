public import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The norms of a matrix.
public enum MatrixNorm: String, Sendable, CaseIterable {
  /// The root of the sum of squares.
  case frobenius
  /// The largest sum of magnitudes in a column.
  case one
  /// The largest sum of magnitudes in a row.
  case infinity
  /// The largest singular value.
  case two
  /// The sum of the singular values.
  case nuclear
}

/// The root of the sum of squares of all elements, whatever the shape. Neither overflows nor underflows on the way.
public func norm<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) -> Scalar { norm(flat: a, order: 2) }

/// The p-norm of a vector [n], (Σ |xᵢ|^order)^(1 / order): `order` 1, 2, `.infinity` or any other positive number.
public func norm<Scalar: LAPACKScalar>(_ x: Tensor<Scalar>, order: Double) -> Scalar {
  precondition(x.rank == 1, "norm of an order takes a vector, not a tensor of shape \(x.shape)")
  precondition(order > 0, "norm takes a positive order, not \(order)")
  return norm(flat: x, order: order)
}

/// A norm of a matrix [m, n]. One that is not finite has the norm that its arithmetic gives: infinity or NaN.
///
/// - Throws: for `two` and `nuclear` what ``singularValues(_:)`` throws; the others never.
public func norm<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>, _ kind: MatrixNorm) throws(LinearAlgebraError) -> Scalar {
  let (rows, columns) = extents(a, "norm")
  guard a.count > 0 else { return 0 }
  switch kind {
  case .frobenius: return norm(flat: a, order: 2)
  case .one: return largestSum(a, count: columns, vectorStride: 1, length: rows, entryStride: columns)
  case .infinity: return largestSum(a, count: rows, vectorStride: columns, length: columns, entryStride: 1)
  case .two: return try singularValues(a).scalars[0]
  case .nuclear: return Scalar(try singularValues(a).scalars.reduce(0.0) { $0 + Double($1) })
  }
}

private func norm<Scalar: LAPACKScalar>(flat a: Tensor<Scalar>, order: Double) -> Scalar {
  a.withUnsafeBufferPointer { elements in
    let x = elements.baseAddress!
    let largest = Scalar.largestMagnitude(x, count: elements.count, stride: 1)
    // Powers of the elements relative to the largest stay within range.
    guard largest > 0, largest.isFinite, order < .infinity else { return largest }
    let scale = 1 / max(largest, .leastNormalMagnitude)
    let sum = Scalar.sumOfPowers(x, count: elements.count, stride: 1, power: order, scale: scale)
    return Scalar(pow(sum, 1 / order) / Double(scale))
  }
}

private func largestSum<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, count: Int, vectorStride: Int, length: Int, entryStride: Int
) -> Scalar {
  a.withUnsafeBufferPointer { elements in
    var largest = 0.0
    for i in 0..<count {
      let sum = Scalar.sumOfPowers(elements.baseAddress! + i * vectorStride, count: length, stride: entryStride, power: 1, scale: 1)
      if !(sum <= largest) { largest = sum }
      if sum.isNaN { break }
    }
    return Scalar(largest)
  }
}
