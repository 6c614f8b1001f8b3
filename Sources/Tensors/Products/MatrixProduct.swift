/// Products of matrices in raw memory, on all threads: cut into tiles, each of which OpenBLAS computes on one thread.
public enum MatrixProduct {
  /// C[m, n] = alpha * A[m, k] B[k, n] + beta * C. With `beta` zero, C's old content is not read.
  ///
  /// Traps where the extents do not fit. The result does not depend on the number of threads.
  public static func multiply<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, into c: UnsafeMutableMatrix<Scalar>,
    alpha: Scalar = 1, beta: Scalar = 0
  ) {
    precondition(
      a.columns == b.rows && c.rows == a.rows && c.columns == b.columns,
      "matrices [\(a.rows), \(a.columns)] and [\(b.rows), \(b.columns)] have no product of shape [\(c.rows), \(c.columns)]")
    guard c.rows > 0, c.columns > 0 else { return }
    if c.columns == 1 {
      multiply(a, vector: b.pointer, strideX: b.isTransposed ? 1 : b.rowStride, c.pointer, strideY: c.rowStride, alpha, beta)
      return
    }
    if c.rows == 1 {
      multiply(b.transposed, vector: a.pointer, strideX: a.isTransposed ? a.rowStride : 1, c.pointer, strideY: 1, alpha, beta)
      return
    }
    let tiling = ProductTiling(rows: c.rows, columns: c.columns, depth: a.columns)
    guard tiling.pieceCount > 1 else { return product(a, b, c, alpha, beta) }
    if tiling.depthParts == 1 {
      Parallel.forEach(tiling.pieceCount) { index in
        let piece = tiling.piece(index)
        product(
          a.block(piece.rows, piece.depth), b.block(piece.depth, piece.columns), c.block(piece.rows, piece.columns), alpha, beta)
      }
    } else {
      multiplyInParts(a, b, c, alpha, beta, tiling)
    }
  }

  /// As above where the inner dimension is cut: the first part goes to C, the others to memory of their own, added in order.
  private static func multiplyInParts<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, _ c: UnsafeMutableMatrix<Scalar>, _ alpha: Scalar, _ beta: Scalar,
    _ tiling: ProductTiling
  ) {
    let size = c.rows * c.columns
    withScratch(of: Scalar.self, count: size * (tiling.depthParts - 1)) { scratch in
      Parallel.forEach(tiling.pieceCount) { index in
        let piece = tiling.piece(index)
        let a = a.block(piece.rows, piece.depth)
        let b = b.block(piece.depth, piece.columns)
        if piece.part == 0 {
          product(a, b, c.block(piece.rows, piece.columns), alpha, beta)
        } else {
          let partial = UnsafeMutableMatrix(scratch + (piece.part - 1) * size, rows: c.rows, columns: c.columns)
          product(a, b, partial.block(piece.rows, piece.columns), alpha, 0)
        }
      }
      addPartialSums(scratch, count: tiling.depthParts - 1, to: c)
    }
  }

  /// y = alpha * A x + beta * y, cut over the elements of y.
  private static func multiply<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, vector x: UnsafePointer<Scalar>, strideX: Int, _ y: UnsafeMutablePointer<Scalar>, strideY: Int,
    _ alpha: Scalar, _ beta: Scalar
  ) {
    let grain = Swift.max(1, (1 << 17) / Swift.max(a.columns, 1))
    Parallel.forEachRange(of: a.rows, grain: grain) { _, rows in
      let block = a.block(rows, 0..<a.columns)
      Scalar.gemv(
        transpose: a.isTransposed, rows: a.isTransposed ? block.columns : block.rows,
        columns: a.isTransposed ? block.rows : block.columns, alpha: alpha, block.pointer, lda: block.rowStride,
        x, strideX: strideX, beta: beta, y + rows.lowerBound * strideY, strideY: strideY)
    }
  }

  private static func product<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, _ c: UnsafeMutableMatrix<Scalar>, _ alpha: Scalar, _ beta: Scalar
  ) {
    Scalar.gemm(
      transposeA: a.isTransposed, transposeB: b.isTransposed, m: c.rows, n: c.columns, k: a.columns, alpha: alpha,
      a.pointer, lda: a.rowStride, b.pointer, ldb: b.rowStride, beta: beta, c.pointer, ldc: c.rowStride)
  }

  /// Adds `count` contiguous matrices of C's shape to C, one after another.
  static func addPartialSums<Scalar: FloatingScalar>(
    _ partials: UnsafePointer<Scalar>, count: Int, to c: UnsafeMutableMatrix<Scalar>
  ) {
    let size = c.rows * c.columns
    let grain = Swift.max(1, 16_384 / Swift.max(c.columns, 1))
    Parallel.forEachRange(of: c.rows, grain: grain) { _, rows in
      for row in rows {
        let target = c.pointer + row * c.rowStride
        for part in 0..<count {
          Scalar.axpy(c.columns, alpha: 1, partials + part * size + row * c.columns, strideX: 1, target, strideY: 1)
         }
      }
    }
  }
}

/// Calls `body` with memory for `count` scalars, not initialised.
func withScratch<Scalar: TensorScalar, Result>(
  of type: Scalar.Type, count: Int, _ body: (UnsafeMutablePointer<Scalar>) throws -> Result
) rethrows -> Result {
  let scratch = Storage<Scalar>(uninitialized: count)
  return try withExtendedLifetime(scratch) { try body(scratch.pointer) }
}
