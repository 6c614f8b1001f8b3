public import Tensors

/// The factorisation A = L Lᵀ of a symmetric positive definite matrix [n, n]. The diagonal of L is positive, which makes it unique.
public struct Cholesky<Scalar: LAPACKScalar>: Sendable {
  /// Lower triangular, zeros above. [n, n]
  public var l: Tensor<Scalar>
}
