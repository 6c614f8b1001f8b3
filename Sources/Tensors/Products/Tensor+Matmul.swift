extension Tensor where Scalar: FloatingScalar {
  /// The product of matrices, with NumPy's rules for `matmul`.
  ///
  /// [m, k] x [k, n] gives [m, n]; a vector [k] on the left is a row, on the right a column, and its axis is missing from the result;
  /// [..., m, k] x [..., k, n] multiplies matrix by matrix, the leading axes broadcast. Transposed views are read in place.
  /// Traps where the inner extents differ.
  public func matmul(_ other: Tensor) -> Tensor {
    if rank == 2, other.rank == 2 {
      return Tensor(uninitialized: [layout.shape[0], other.layout.shape[1]]) { buffer in
        if let target = buffer.baseAddress { multiplyMatrices(other, into: target, alpha: 1, beta: 0) }
      }
    }
    let product = BatchedProduct(layout, other.layout)
    return Tensor(uninitialized: product.resultShape) { buffer in
      if let target = buffer.baseAddress, !buffer.isEmpty { product.run(self, other, into: target, alpha: 1, beta: 0) }
    }
  }

  /// result = alpha * self x other + beta * result, in result's memory (a copy of it, if that is shared or has gaps). With `beta` zero
  /// result's old content is not read. Traps unless `result` has the shape of the product.
  public func matmul(_ other: Tensor, into result: inout Tensor, alpha: Scalar = 1, beta: Scalar = 0) {
    if rank == 2, other.rank == 2, result.rank == 2 {
      multiply(other, into: &result, alpha: alpha, beta: beta)
      return
    }
    let product = BatchedProduct(layout, other.layout)
    precondition(
      result.shape == product.resultShape,
      "the product of shapes \(shape) and \(other.shape) has shape \(product.resultShape), not \(result.shape)")
    // Holding the operands keeps their memory shared, so that a result that is one of them moves to memory of its own.
    let (left, right) = (self, other)
    result.withUnsafeMutableBufferPointer { buffer in
      if let target = buffer.baseAddress, !buffer.isEmpty { product.run(left, right, into: target, alpha: alpha, beta: beta) }
    }
  }

  // Two matrices are the common case, and the small ones are many: no plan, and no memory for one.

  private func multiply(_ other: Tensor, into result: inout Tensor, alpha: Scalar, beta: Scalar) {
    precondition(
      result.layout.shape[0] == layout.shape[0] && result.layout.shape[1] == other.layout.shape[1],
      "the product of shapes \(shape) and \(other.shape) does not have shape \(result.shape)")
    let (left, right) = (self, other)
    result.withUnsafeMutableBufferPointer { buffer in
      if let target = buffer.baseAddress { left.multiplyMatrices(right, into: target, alpha: alpha, beta: beta) }
    }
  }

  private func multiplyMatrices(_ other: Tensor, into target: UnsafeMutablePointer<Scalar>, alpha: Scalar, beta: Scalar) {
    withUnsafeMatrix { a in
      other.withUnsafeMatrix { b in
        MatrixProduct.multiply(
          a, b, into: UnsafeMutableMatrix(target, rows: a.rows, columns: b.columns), alpha: alpha, beta: beta)
      }
    }
  }
}

/// The plan of one `matmul`: both operands as batches of matrices.
private struct BatchedProduct {
  let resultShape: Shape
  private let left: Layout, right: Layout
  private let batch: Shape

  init(_ left: Layout, _ right: Layout) {
    precondition(
      left.shape.rank > 0 && right.shape.rank > 0, "matmul takes no scalars: shapes \(left.shape) and \(right.shape)")
    var left = left
    var right = right
    let shapes = "\(left.shape) and \(right.shape)"
    let (leftIsVector, rightIsVector) = (left.shape.rank == 1, right.shape.rank == 1)
    if leftIsVector { left = Layout(shape: [1, left.shape[0]], strides: [0, left.strides[0]], offset: left.offset) }
    if rightIsVector { right = Layout(shape: [right.shape[0], 1], strides: [right.strides[0], 0], offset: right.offset) }
    let (m, k) = (left.shape[left.shape.rank - 2], left.shape[left.shape.rank - 1])
    let n = right.shape[right.shape.rank - 1]
    precondition(right.shape[right.shape.rank - 2] == k, "shapes \(shapes) cannot be multiplied: inner extents differ")

    let batchRank = Swift.max(left.shape.rank, right.shape.rank) - 2
    var batch = Shape([Int](repeating: 1, count: batchRank))
    for axis in 0..<batchRank {
      let extents = [left, right].map { operand in
        let own = axis - (batchRank - (operand.shape.rank - 2))
        return own < 0 ? 1 : operand.shape[own]
      }
      precondition(
        extents[0] == extents[1] || extents.contains(1), "shapes \(shapes) cannot be multiplied: leading axes do not broadcast")
      batch[axis] = extents[0] == 1 ? extents[1] : extents[0]
    }
    self.batch = batch
    self.left = Self.broadcast(left, to: batch)
    self.right = Self.broadcast(right, to: batch)
    resultShape = Shape(batch.dimensions + (leftIsVector ? [] : [m]) + (rightIsVector ? [] : [n]))
  }

  /// The layout with its leading axes stretched to `batch`.
  private static func broadcast(_ layout: Layout, to batch: Shape) -> Layout {
    let missing = batch.rank - (layout.shape.rank - 2)
    var strides = [Int](repeating: 0, count: missing) + layout.strides
    for axis in missing..<batch.rank where layout.shape[axis - missing] == 1 { strides[axis] = 0 }
    return Layout(
      shape: Shape(batch.dimensions + layout.shape.dimensions.suffix(2)), strides: strides, offset: layout.offset)
  }

  func run<Scalar: FloatingScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, into target: UnsafeMutablePointer<Scalar>, alpha: Scalar, beta: Scalar
  ) {
    let a = Self.readable(a, left)
    let b = Self.readable(b, right)
    if batch.rank > 0, let folded = foldedLeft(a.layout), isOneMatrix(b.layout) {
      multiply(a, folded, b, 0, into: target, alpha: alpha, beta: beta)
      return
    }
    let (m, n, k) = (extent(left, 2), extent(right, 1), extent(left, 1))
    let offsets = (Self.offsets(a.layout, batch), Self.offsets(b.layout, batch))
    let one = { (index: Int) in
      var left = a.layout
      left.offset = offsets.0[index]
      multiply(a, left, b, offsets.1[index] - b.layout.offset, into: target + index * m * n, alpha: alpha, beta: beta)
    }
    // Large products are cut themselves; small ones are dealt out, several to a chunk.
    if m * n * k >= 1 << 24 || batch.elementCount == 1 {
      for index in 0..<batch.elementCount { one(index) }
    } else {
      let grain = Swift.max(1, (1 << 20) / Swift.max(1, m * n * k))
      Parallel.forEachRange(of: batch.elementCount, grain: grain) { _, range in
        for index in range { one(index) }
      }
    }
  }

  private func extent(_ layout: Layout, _ fromEnd: Int) -> Int { layout.shape[layout.shape.rank - fromEnd] }

  /// The operand in a form that BLAS reads: itself in the given layout, or a copy.
  private static func readable<Scalar: FloatingScalar>(_ operand: Tensor<Scalar>, _ layout: Layout) -> Tensor<Scalar> {
    let tensor = Tensor(storage: operand.storage, layout: layout)
    if layout.matrixForm != nil { return tensor }
    // Copied before broadcasting, so that nothing is repeated in memory.
    var compact = layout
    for axis in 0..<(layout.shape.rank - 2) where layout.strides[axis] == 0 { compact.shape[axis] = 1 }
    var copy = Tensor(storage: operand.storage, layout: compact).copied()
    for axis in 0..<(layout.shape.rank - 2) where layout.strides[axis] == 0 { copy.layout.strides[axis] = 0 }
    copy.layout.shape = layout.shape
    return copy
  }

  /// All matrices of the left operand as one tall matrix, if they follow one another in memory.
  private func foldedLeft(_ layout: Layout) -> Layout? {
    guard let form = layout.matrixForm, !form.isTransposed else { return nil }
    var step = form.rowStride * extent(layout, 2)
    for axis in stride(from: batch.rank - 1, through: 0, by: -1) {
      guard layout.strides[axis] == step || batch[axis] == 1 else { return nil }
      step *= batch[axis]
    }
    return Layout(
      shape: [batch.elementCount * extent(layout, 2), extent(layout, 1)], strides: [form.rowStride, 1], offset: layout.offset)
  }

  private func isOneMatrix(_ layout: Layout) -> Bool {
    (0..<batch.rank).allSatisfy { layout.strides[$0] == 0 || batch[$0] == 1 }
  }

  /// The offset of every matrix of the batch, in row-major order.
  private static func offsets(_ layout: Layout, _ batch: Shape) -> [Int] {
    var offsets = [layout.offset]
    for axis in 0..<batch.rank {
      offsets = offsets.flatMap { base in (0..<batch[axis]).map { base + $0 * layout.strides[axis] } }
    }
    return offsets
  }

  /// One product: the left matrix in `leftLayout`, the right one `rightStep` elements after b's offset.
  private func multiply<Scalar: FloatingScalar>(
    _ a: Tensor<Scalar>, _ leftLayout: Layout, _ b: Tensor<Scalar>, _ rightStep: Int,
    into target: UnsafeMutablePointer<Scalar>, alpha: Scalar, beta: Scalar
  ) {
    guard let leftForm = leftLayout.matrixForm, let rightForm = b.layout.matrixForm else {
      preconditionFailure("operands were made readable before")
    }
    let (m, k, n) = (extent(leftLayout, 2), extent(leftLayout, 1), extent(b.layout, 1))
    let left = UnsafeMatrix(
      a.storage.pointer + leftLayout.offset, rows: m, columns: k, rowStride: leftForm.rowStride,
      isTransposed: leftForm.isTransposed)
    let right = UnsafeMatrix(
      b.storage.pointer + b.layout.offset + rightStep, rows: k, columns: n, rowStride: rightForm.rowStride,
      isTransposed: rightForm.isTransposed)
    MatrixProduct.multiply(left, right, into: UnsafeMutableMatrix(target, rows: m, columns: n), alpha: alpha, beta: beta)
  }
}
