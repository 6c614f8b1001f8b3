public import Tensors

/// The singular value decomposition of a matrix [m, n]. See ``SVD`` for order and signs.
///
/// By divide and conquer (LAPACK's `gesdd`), and where that does not converge by QR iteration (`gesvd`).
///
/// - Parameter fullMatrices: whether U and V are bases of the whole spaces, [m, m] and [n, n], or only as wide as there are singular values.
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
/// - Complexity: O(m n min(m, n)).
public func svd<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, fullMatrices: Bool = false
) throws(LinearAlgebraError) -> SVD<Scalar> {
  let (m, n) = extents(a, "svd")
  let k = min(m, n)
  guard k > 0 else {
    return SVD(
      u: fullMatrices ? .identity(m) : .zeros([m, 0]), singularValues: .zeros([0]),
      vTransposed: fullMatrices ? .identity(n) : .zeros([0, n]))
  }
  let (uColumns, vRows) = fullMatrices ? (m, n) : (k, k)
  var result = SVD<Scalar>(u: .zeros([m, uColumns]), singularValues: .zeros([k]), vTransposed: .zeros([vRows, n]))
  try decompose(a, fullMatrices ? .full : .thin, into: &result)
  return result.oriented()
}

/// The singular values alone of a matrix [m, n], descending. [min(m, n)]
public func singularValues<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar> {
  let (m, n) = extents(a, "singularValues")
  guard min(m, n) > 0 else { return .zeros([0]) }
  var result = SVD<Scalar>(u: .zeros([1, 1]), singularValues: .zeros([min(m, n)]), vTransposed: .zeros([1, 1]))
  try decompose(a, .none, into: &result)
  return result.singularValues
}

/// Fills `result`. LAPACK sees Aᵀ = V diag(s) Uᵀ, so it is handed our V as its U and our U as its V.
private func decompose<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ wanted: SingularVectors, into result: inout SVD<Scalar>
) throws(LinearAlgebraError) {
  try checkFinite(a)
  let (m, n) = (a.shape[0], a.shape[1])
  let (uColumns, vRowLength) = (result.u.shape[1], result.vTransposed.shape[1])
  for (routine, name) in [(Scalar.gesdd, "gesdd"), (Scalar.gesvd, "gesvd")] {
    var work = a.copied()
    let info = work.withUnsafeMutableBufferPointer { work in
      result.u.withUnsafeMutableBufferPointer { u in
        result.singularValues.withUnsafeMutableBufferPointer { s in
          result.vTransposed.withUnsafeMutableBufferPointer { v in
            routine(
              wanted, n, m, work.baseAddress!, n, s.baseAddress!, v.baseAddress!, vRowLength, u.baseAddress!, uColumns)
          }
        }
      }
    }
    try checkAccepted(info, name)
    if info == 0 { return }
  }
  throw .notConverged(routine: "gesvd")
}

extension SVD {
  /// The same factors with the signs that the rule wants.
  func oriented() -> SVD {
    var result = self
    let (m, uColumns) = (u.shape[0], u.shape[1])
    let (vRows, n) = (vTransposed.shape[0], vTransposed.shape[1])
    result.u.withUnsafeMutableBufferPointer { u in
      result.vTransposed.withUnsafeMutableBufferPointer { v in
        let left = Vectors.columns(u.baseAddress!, count: uColumns, length: m)
        Vectors.rows(v.baseAddress!, count: vRows, length: n).orient(with: left)
        left.orient(from: vRows)
      }
    }
    return result
  }
}
