internal import Tensors

/// Every head of every sample for itself: queries [queries, width], keys [keys, width] and values [keys, valueWidth] stand as columns
/// of the sample's matrices, so that nothing is moved.
struct AttentionKernel<Scalar: FloatingScalar>: OperationKernel {
  let batch: Int, heads: Int
  let queries: Int, keys: Int, width: Int, valueWidth: Int
  let scale: Scalar
  let isCausal: Bool
  let mask: AttentionMask?

  private var scoreCount: Int { queries * keys }

  /// The softmax of the scores of each head.
  var savedCount: Int { batch * heads * scoreCount }
  /// The gradient of the scores, and two numbers for each query.
  var workspaceCount: Int { batch * heads * (scoreCount + 2 * queries) }

  private var softmax: SoftmaxLoops { SoftmaxLoops(blocks: queries, length: keys, inner: 1) }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    forEachHead { head in
      let weights = memory.saved + head * scoreCount
      MatrixProduct.multiply(
        columns(of: memory.inputs[0], head, queries, width), columns(of: memory.inputs[1], head, keys, width).transposed,
        into: UnsafeMutableMatrix(weights, rows: queries, columns: keys), alpha: scale)
      if let mask { addMask(memory.inputs[3] + mask.starts[head], mask, to: weights) }
      if isCausal { forbidLaterKeys(in: weights) }
      turnIntoWeights(weights, scratch(memory, head) + scoreCount)
      MatrixProduct.multiply(
        UnsafeMatrix(weights, rows: queries, columns: keys), columns(of: memory.inputs[2], head, keys, valueWidth),
        into: mutableColumns(of: memory.output, head, queries, valueWidth))
    }
  }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let outputGradient = memory.outputGradient else { return }
    forEachHead { head in
      let weights = UnsafeMatrix(UnsafePointer(memory.saved + head * scoreCount), rows: queries, columns: keys)
      let gradient = columns(of: outputGradient, head, queries, valueWidth)
      if let target = memory.inputGradients[2] {
        MatrixProduct.multiply(weights.transposed, gradient, into: mutableColumns(of: target, head, keys, valueWidth))
      }
      guard memory.inputGradients[0] != nil || memory.inputGradients[1] != nil else { return }
      let scratch = self.scratch(memory, head)
      let scores = UnsafeMutableMatrix(scratch, rows: queries, columns: keys)
      MatrixProduct.multiply(gradient, columns(of: memory.inputs[2], head, keys, valueWidth).transposed, into: scores)
      softmax.gradient(weights.pointer, scratch, into: scratch, sums: scratch + scoreCount, isLogarithmic: false)
      let scoreGradient = UnsafeMatrix(UnsafePointer(scores.pointer), rows: queries, columns: keys)
      if let target = memory.inputGradients[0] {
        MatrixProduct.multiply(
          scoreGradient, columns(of: memory.inputs[1], head, keys, width),
          into: mutableColumns(of: target, head, queries, width), alpha: scale)
      }
      if let target = memory.inputGradients[1] {
        MatrixProduct.multiply(
          scoreGradient.transposed, columns(of: memory.inputs[0], head, queries, width),
          into: mutableColumns(of: target, head, keys, width), alpha: scale)
      }
    }
  }

  private func forEachHead(_ body: (Int) -> Void) {
    let grain = Swift.max(1, (1 << 17) / Swift.max(scoreCount * (width + valueWidth), 1))
    Parallel.forEachRange(of: batch * heads, grain: grain) { _, range in
      for head in range { body(head) }
    }
  }

  private func addMask(_ values: UnsafePointer<Scalar>, _ mask: AttentionMask, to weights: UnsafeMutablePointer<Scalar>) {
    for query in 0..<queries {
      addLine(values + query * mask.rowStride, mask.columnStride, to: weights + query * keys, count: keys)
    }
  }

  private func forbidLaterKeys(in scores: UnsafeMutablePointer<Scalar>) {
    for query in 0..<Swift.min(queries, keys) {
      (scores + query * keys + query + 1).update(repeating: -.infinity, count: keys - query - 1)
    }
  }

  /// The softmax of each row; zeros where everything is forbidden. `lines` is memory for two numbers for each row.
  private func turnIntoWeights(_ scores: UnsafeMutablePointer<Scalar>, _ lines: UnsafeMutablePointer<Scalar>) {
    let (largest, sums) = (lines, lines + queries)
    softmax.findMaxima(scores, into: largest)
    // Nothing but forbidden scores, unless there is a NaN, which must not be lost.
    for query in 0..<queries where largest[query] == -.infinity {
      for score in query * keys..<(query + 1) * keys where scores[score].isNaN { largest[query] = .nan }
    }
    softmax.shift(scores, by: largest, into: scores)
    ElementaryKernels.exp(scores, into: scores, count: scoreCount)
    softmax.normalize(scores, sums: sums)
    for query in 0..<queries where largest[query] == -.infinity { (scores + query * keys).setToZero(count: keys) }
  }

  private func scratch(_ memory: NodeMemory<Scalar>, _ head: Int) -> UnsafeMutablePointer<Scalar> {
    memory.workspace + head * (scoreCount + 2 * queries)
  }
}

// MARK: - The columns of a head in the matrix [rows, heads * columns] of its sample

extension AttentionKernel {
  private func columns(of pointer: UnsafePointer<Scalar>, _ head: Int, _ rows: Int, _ columns: Int) -> UnsafeMatrix<Scalar> {
    UnsafeMatrix(pointer + offset(head, rows, columns), rows: rows, columns: columns, rowStride: heads * columns)
  }

  private func mutableColumns(
    of pointer: UnsafeMutablePointer<Scalar>, _ head: Int, _ rows: Int, _ columns: Int
  ) -> UnsafeMutableMatrix<Scalar> {
    UnsafeMutableMatrix(pointer + offset(head, rows, columns), rows: rows, columns: columns, rowStride: heads * columns)
  }

  private func offset(_ head: Int, _ rows: Int, _ columns: Int) -> Int {
    head / heads * rows * heads * columns + head % heads * columns
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func addLine<Scalar: FloatingScalar>(
  _ source: UnsafePointer<Scalar>, _ stride: Int, to target: UnsafeMutablePointer<Scalar>, count: Int
) {
  for index in 0..<count { target[index] += source[index &* stride] }
}
