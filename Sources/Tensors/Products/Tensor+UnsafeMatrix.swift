extension Layout {
  /// How BLAS can take the last two axes without a copy: the stride between stored rows, and whether they are read transposed.
  /// Nil where neither axis has unit stride, or where rows overlap.
  var matrixForm: (rowStride: Int, isTransposed: Bool)? {
    let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let (rowStep, columnStep) = (strides[shape.rank - 2], strides[shape.rank - 1])
    if columns <= 1 || columnStep == 1 {
      if rows <= 1 { return (columns, false) }
      if rowStep >= Swift.max(columns, 1) { return (rowStep, false) }
    }
    if rows <= 1 || rowStep == 1 {
      if columns <= 1 { return (rows, true) }
      if columnStep >= Swift.max(rows, 1) { return (columnStep, true) }
    }
    return nil
  }
}

extension Tensor where Scalar: FloatingScalar {
  /// Calls `body` with a matrix that BLAS can read: the tensor's own memory, perhaps transposed by flag, or a copy where the strides
  /// do not allow that. Traps unless the rank is 2.
  public func withUnsafeMatrix<Result>(_ body: (UnsafeMatrix<Scalar>) throws -> Result) rethrows -> Result {
    precondition(rank == 2, "a matrix is needed, not shape \(shape)")
    let source = layout.matrixForm == nil ? copied() : self
    guard let form = source.layout.matrixForm else { preconditionFailure("a copy is a matrix that BLAS can read") }
    return try withExtendedLifetime(source.storage) {
      try body(
        UnsafeMatrix(
          source.storage.pointer + source.layout.offset, rows: shape[0], columns: shape[1], rowStride: form.rowStride,
          isTransposed: form.isTransposed))
    }
  }
}
