public import Tensors

/// How much A x = b may magnify a relative error: norm(A) norm(A⁻¹), infinity for a singular matrix.
///
/// - Parameters:
///   - a: a matrix [n, n]; for the 2-norm any [m, n], whose ratio of largest to smallest singular value it is.
///   - kind: `two` unless told.
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
public func conditionNumber<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ kind: MatrixNorm = .two
) throws(LinearAlgebraError) -> Scalar {
  precondition(a.count > 0, "conditionNumber takes a matrix with elements, not one of shape \(a.shape)")
  if kind == .two {
    let values = try singularValues(a).scalars
    let (largest, smallest) = (values[0], values[values.count - 1])
    return smallest > 0 ? largest / smallest : .infinity
  }
  do throws(LinearAlgebraError) {
    return try norm(a, kind) * norm(inverse(a), kind)
  } catch .singular {
    return .infinity
  } catch {
    throw error
  }
}
