/// Products of matrices in raw memory, on all threads: cut into pieces, each of which OpenBLAS computes on one thread.
public enum MatrixProduct {
  /// C[m, n] = alpha * A[m, k] B[k, n] + beta * C. With `beta` zero, C's old content is not read.
  ///
  /// Traps where the extents do not fit. The result does not depend on the number of threads. Takes no memory of its own for numbers,
  /// except where ``scratchCount(rows:columns:depth:)`` is not zero and `scratch`, memory for so many scalars, is not given.
  public static func multiply<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, into c: UnsafeMutableMatrix<Scalar>,
    alpha: Scalar = 1, beta: Scalar = 0, scratch: UnsafeMutablePointer<Scalar>? = nil
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
    let cut = ProductCut(rows: c.rows, columns: c.columns, depth: a.columns, threads: Parallel.availableThreads) { axis in
      CutInvariance.of(Scalar.self).alignment(axis, columns: c.columns)
    }
    if cut.count == 1 {
      product(a, b, c, alpha, beta)
    } else if cut.axis != .depth {
      Parallel.forEach(cut.count) { piece($0, of: cut, a, b, c, alpha, beta) }
    } else if let scratch {
      multiplyInParts(a, b, c, alpha, beta, cut, scratch)
    } else {
      withScratch(of: Scalar.self, count: (cut.count - 1) * c.rows * c.columns) { scratch in
        multiplyInParts(a, b, c, alpha, beta, cut, scratch)
      }
    }
  }

  /// How many scalars of scratch memory a product [rows, depth] x [depth, columns] needs: none, unless `depth` is so large beside the
  /// result that the threads sum parts of it.
  public static func scratchCount(rows: Int, columns: Int, depth: Int) -> Int {
    guard rows > 1, columns > 1, ProductCut.depthParts(rows, columns, depth) > 1 else { return 0 }
    let cut = ProductCut(rows: rows, columns: columns, depth: depth, threads: 1) { _ in nil }
    return (cut.count - 1) * rows * columns
  }

  /// One piece of a product that is cut between rows or columns.
  static func piece<Scalar: FloatingScalar>(
    _ index: Int, of cut: ProductCut, _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, _ c: UnsafeMutableMatrix<Scalar>,
    _ alpha: Scalar, _ beta: Scalar
  ) {
    let range = cut.range(index)
    if cut.axis == .rows {
      product(a.block(range, 0..<a.columns), b, c.block(range, 0..<c.columns), alpha, beta)
    } else {
      product(a, b.block(0..<b.rows, range), c.block(0..<c.rows, range), alpha, beta)
    }
  }

  /// A product whose inner dimension is cut: the first part goes to C, the others to memory of their own, added in order.
  private static func multiplyInParts<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, _ c: UnsafeMutableMatrix<Scalar>, _ alpha: Scalar, _ beta: Scalar,
    _ cut: ProductCut, _ scratch: UnsafeMutablePointer<Scalar>
  ) {
    let size = c.rows * c.columns
    Parallel.forEach(cut.count) { index in
      let depth = cut.range(index)
      let a = a.block(0..<a.rows, depth)
      let b = b.block(depth, 0..<b.columns)
      if index == 0 {
        product(a, b, c, alpha, beta)
      } else {
        product(a, b, UnsafeMutableMatrix(scratch + (index - 1) * size, rows: c.rows, columns: c.columns), alpha, 0)
      }
    }
    addPartialSums(scratch, count: cut.count - 1, to: c)
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

  /// A product on the calling thread, in slabs of rows.
  private static func product<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, _ b: UnsafeMatrix<Scalar>, _ c: UnsafeMutableMatrix<Scalar>, _ alpha: Scalar, _ beta: Scalar
  ) {
    for start in stride(from: 0, to: c.rows, by: slab) {
      let rows = start..<Swift.min(start + slab, c.rows)
      let a = a.block(rows, 0..<a.columns)
      Scalar.gemm(
        transposeA: a.isTransposed, transposeB: b.isTransposed, m: rows.count, n: c.columns, k: a.columns, alpha: alpha,
        a.pointer, lda: a.rowStride, b.pointer, ldb: b.rowStride, beta: beta, c.pointer + start * c.rowStride, ldc: c.rowStride)
    }
  }

  /// OpenBLAS takes so many rows in one go; it cuts more of them itself, at bounds that are no multiples of what ``CutInvariance`` relies on.
  private static let slab = 6_144

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
