/// The forward pass by im2col and GEMM: outputs = filters * columns.
struct ColumnForward<Scalar: FloatingScalar>: ImagePass {
  private let plan: ColumnPlan<Scalar>
  private let workers = Parallel.threadCount

  init(_ c: Convolution2D) { plan = ColumnPlan(c) }

  private var slotCount: Int { plan.columnCount + plan.outputCount }
  var workspaceCount: Int { workers * slotCount }

  func run(
    _ input: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into output: UnsafeMutablePointer<Scalar>, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let c = plan.c
    Parallel.forEach(plan.blocks.count * c.groups, workers: workers) { index, worker in
      let (number, group) = index.quotientAndRemainder(dividingBy: c.groups)
      let block = plan.blocks[number]
      let slot = workspace + worker * slotCount
      let columns = plan.columns(block, group, of: input, memory: slot)
      plan.writeOutputs(
        block, group, bias: bias, to: output, accumulate: accumulate, memory: slot + plan.columnCount
      ) { target, row, beta in
        Scalar.gemm(
          transposeA: false, transposeB: false, m: c.groupOutputs, n: plan.pixels(block), k: c.depth, alpha: 1,
          filters + group * c.groupOutputs * c.depth, lda: c.depth, columns.pointer, ldb: columns.row, beta: beta, target,
          ldc: row)
      }
    }
  }
}
