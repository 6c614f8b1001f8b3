public import Tensors

/// The singular value decomposition A = U diag(s) Vᵀ of a matrix [m, n], k = min(m, n).
///
/// Order: singular values descend. Sign: in every row of `vTransposed` the entry of largest magnitude (the first of equals) is positive,
/// which fixes the columns of `u`; columns of a full `u` that belong to no singular value follow the rule on their own.
public struct SVD<Scalar: LAPACKScalar>: Sendable {
  /// The left singular vectors in columns. [m, k], or [m, m] of full matrices.
  public var u: Tensor<Scalar>
  /// [k], descending, none negative.
  public var singularValues: Tensor<Scalar>
  /// The right singular vectors in rows, as NumPy gives them. [k, n], or [n, n] of full matrices.
  public var vTransposed: Tensor<Scalar>
}

extension SVD {
  /// U diag(s) Vᵀ of the `rank` largest singular values, all of them unless told. [m, n]
  public func reconstructed(rank: Int? = nil) -> Tensor<Scalar> {
    let kept = min(rank ?? singularValues.count, singularValues.count)
    return scaledU(keeping: kept) { $0 }.matmul(vTransposed.copiedRows(0..<kept))
  }

  /// The first `kept` columns of U, each times `factor` of its singular value. [m, kept]
  func scaledU(keeping kept: Int, _ factor: (Scalar) -> Scalar) -> Tensor<Scalar> {
    let (rows, stored) = (u.shape[0], u.shape[1])
    let factors = singularValues.scalars.prefix(kept).map(factor)
    return Tensor(uninitialized: [rows, kept]) { target in
      guard let target = target.baseAddress else { return }
      u.withUnsafeBufferPointer { u in
        for row in 0..<rows {
          for column in 0..<kept { target[row * kept + column] = u[row * stored + column] * factors[column] }
        }
      }
    }
  }
}
