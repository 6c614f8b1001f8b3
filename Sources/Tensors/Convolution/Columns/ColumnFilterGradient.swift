/// The gradients of filters and bias by im2col and GEMM: filters = outputs * columnsᵀ, summed over all blocks.
struct ColumnFilterGradient<Scalar: FloatingScalar>: FilterGradientPass {
  private let plan: ColumnPlan<Scalar>
  /// Of the filters, then of the bias.
  private let sums: RangeSums<Scalar>
  private let workers = Parallel.threadCount

  init(_ c: Convolution2D) {
    plan = ColumnPlan(c)
    sums = RangeSums(count: c.outputChannels * (c.depth + 1), pieces: plan.blocks.count)
  }

  private var filterCount: Int { plan.c.outputChannels * plan.c.depth }
  private var onesCount: Int { roundedToLines(plan.blocks.capacity) }
  private var slotCount: Int { plan.columnCount + plan.outputCount }
  var workspaceCount: Int { onesCount + sums.memoryCount + workers * slotCount }

  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into filterGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>?, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let c = plan.c
    let ones = workspace
    ones.update(repeating: 1, count: onesCount)
    let memory = ones + onesCount
    Parallel.forEach(sums.rangeCount, workers: workers) { range, worker in
      let own = memory + range * sums.stride
      own.setToZero(count: sums.stride)
      let slot = memory + sums.memoryCount + worker * slotCount
      for piece in sums.pieces(ofRange: range) {
        let block = plan.blocks[piece]
        for group in 0..<c.groups {
          let first = group * c.groupOutputs
          let columns = plan.columns(block, group, of: input, memory: slot)
          let outputs = plan.outputs(block, group, of: outputGradient, memory: slot + plan.columnCount)
          Scalar.gemm(
            transposeA: false, transposeB: true, m: c.groupOutputs, n: c.depth, k: plan.pixels(block), alpha: 1,
            outputs.pointer, lda: outputs.row, columns.pointer, ldb: columns.row, beta: 1, own + first * c.depth, ldc: c.depth)
          if biasGradient != nil {
            Scalar.gemv(
              transpose: false, rows: c.groupOutputs, columns: plan.pixels(block), alpha: 1, outputs.pointer, lda: outputs.row,
              ones, strideX: 1, beta: 1, own + filterCount + first, strideY: 1)
          }
        }
      }
    }
    sums.combine(memory, into: filterGradient, first: 0, count: filterCount, accumulate: accumulate)
    if let biasGradient {
      sums.combine(memory, into: biasGradient, first: filterCount, count: c.outputChannels, accumulate: accumulate)
    }
  }
}
