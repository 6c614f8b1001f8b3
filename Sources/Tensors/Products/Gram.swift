extension MatrixProduct {
  /// C[d, d] = alpha * Aᵀ A for A[n, d], both triangles, at half the work of a product.
  ///
  /// The rows are cut into at most 16 ranges, summed apart and added in order; needs memory for as many matrices [d, d].
  public static func gram<Scalar: FloatingScalar>(
    _ a: UnsafeMatrix<Scalar>, into c: UnsafeMutablePointer<Scalar>, alpha: Scalar = 1
  ) {
    let (n, d) = (a.rows, a.columns)
    guard d > 0 else { return }
    let parts = gramParts(rows: n, columns: d)
    let grain = Swift.max(1, (n + parts - 1) / parts)
    withScratch(of: Scalar.self, count: (parts - 1) * d * d) { scratch in
      Parallel.forEach(parts) { part in
        let start = Swift.min(part * grain, n)
        let block = a.block(start..<Swift.min(start + grain, n), 0..<d)
        // op(A) is [d, rows]: the transpose of the block as it is used.
        Scalar.syrk(
          transposeA: !block.isTransposed, n: d, k: block.rows, alpha: alpha, block.pointer, lda: block.rowStride,
          beta: 0, part == 0 ? c : scratch + (part - 1) * d * d, ldc: d)
      }
      addUpperTriangles(scratch, count: parts - 1, to: c, extent: d)
    }
    mirrorUpperTriangle(c, extent: d)
  }

  /// As many parts as have work enough, while the memory for their sums stays below that of A itself.
  private static func gramParts(rows n: Int, columns d: Int) -> Int {
    var parts = 16
    while parts > 1, n / parts * d * d < 1 << 22 || parts * d > n { parts /= 2 }
    return parts
  }

  private static func addUpperTriangles<Scalar: FloatingScalar>(
    _ partials: UnsafeMutablePointer<Scalar>, count: Int, to c: UnsafeMutablePointer<Scalar>, extent d: Int
  ) {
    guard count > 0 else { return }
    Parallel.forEachRange(of: d, grain: Swift.max(1, 16_384 / d)) { _, rows in
      for row in rows {
        let start = row * d + row
        for part in 0..<count {
          Scalar.axpy(d - row, alpha: 1, partials + part * d * d + start, strideX: 1, c + start, strideY: 1)
         }
      }
    }
  }

  private static func mirrorUpperTriangle<Scalar: FloatingScalar>(_ c: UnsafeMutablePointer<Scalar>, extent d: Int) {
    let block = 32  // a square of both triangles fits the first-level cache
    for rowBlock in stride(from: 0, to: d, by: block) {
      for columnBlock in stride(from: 0, through: rowBlock, by: block) {
        for row in rowBlock..<Swift.min(rowBlock + block, d) {
          for column in columnBlock..<Swift.max(columnBlock, Swift.min(columnBlock + block, row)) {
            c[row * d + column] = c[column * d + row]
          }
        }
      }
    }
  }
}

extension Tensor where Scalar: FloatingScalar {
  /// The Gram matrix of the columns: Aᵀ A, symmetric to the last bit, at half the work of ``matmul(_:)``. Shape [n, d] to [d, d].
  public func gram() -> Tensor {
    precondition(rank == 2, "gram needs a matrix, not shape \(shape)")
    return withUnsafeMatrix { a in
      Tensor(uninitialized: [a.columns, a.columns]) { buffer in
        if let target = buffer.baseAddress { MatrixProduct.gram(a, into: target) }
      }
    }
  }
}
