public import Tensors

extension Cholesky {
  /// The x of A x = b, for a vector [n] or the columns of a matrix [n, columns]. The shape of `b`.
  ///
  /// Half the work of ``solve(_:_:)``, for symmetric positive definite matrices. O(n² columns).
  public func solve(_ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let n = l.shape[0]
    return solvingColumns(b, order: n, "Cholesky.solve") { x, columns in
      l.withUnsafeBufferPointer { _ = Scalar.potrs(n: n, columns: columns, $0.baseAddress!, lda: n, x, ldb: n) }
    }
  }
}
