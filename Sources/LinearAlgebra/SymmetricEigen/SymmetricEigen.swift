public import Tensors

/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix [n, n]: A v = value v.
///
/// Order: eigenvalues ascend, as in NumPy and LAPACK, also where only the largest were asked for. Sign: in every eigenvector the entry of
/// largest magnitude (the first of equals) is positive.
public struct SymmetricEigen<Scalar: LAPACKScalar>: Sendable {
  /// Ascending. [k], where k = n unless fewer were asked for.
  public var values: Tensor<Scalar>
  /// Row i is the eigenvector of `values[i]`. [k, n]. (NumPy has them in columns: that is the transposed matrix.)
  public var vectorRows: Tensor<Scalar>
}

extension SymmetricEigen {
  /// The eigenvectors in columns, as NumPy gives them. [n, k]
  public var vectors: Tensor<Scalar> { vectorRows.transposed }
}
