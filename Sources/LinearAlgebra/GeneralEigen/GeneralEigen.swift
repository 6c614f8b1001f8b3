public import Tensors

/// Complex numbers as two tensors of the same shape.
public struct ComplexTensor<Scalar: LAPACKScalar>: Sendable {
  public var real: Tensor<Scalar>
  public var imaginary: Tensor<Scalar>
}

/// Eigenvalues and right eigenvectors of a square matrix [n, n]: A v = value v, complex in general.
///
/// Order: eigenvalues ascend by real part, and by imaginary part where those are equal; so conjugate pairs stand together, the negative
/// imaginary part first. Sign and length: every eigenvector has length 1, and its entry of largest magnitude (the first of equals) is
/// real and positive.
public struct GeneralEigen<Scalar: LAPACKScalar>: Sendable {
  /// [n]
  public var values: ComplexTensor<Scalar>
  /// Row i is the eigenvector of eigenvalue i. [n, n]. (NumPy has them in columns: that is the transposed matrix.)
  public var vectorRows: ComplexTensor<Scalar>
}

extension GeneralEigen {
  /// The eigenvectors in columns, as NumPy gives them. [n, n]
  public var vectors: ComplexTensor<Scalar> {
    ComplexTensor(real: vectorRows.real.transposed, imaginary: vectorRows.imaginary.transposed)
  }
}
