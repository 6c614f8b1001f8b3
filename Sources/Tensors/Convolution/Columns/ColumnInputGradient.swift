/// The gradient of the input by GEMM and col2im: columns = filtersᵀ * outputs, added to the pixels that they were copied from.
///
/// Blocks of one image may share pixels, so they are added one after another; where images are few, channels are dealt out as well.
struct ColumnInputGradient<Scalar: FloatingScalar>: ImagePass {
  private let plan: ColumnPlan<Scalar>
  private let channelsPerPart: Int
  private let workers = Parallel.threadCount

  private static var wantedPieces: Int { 16 }

  init(_ c: Convolution2D) {
    plan = ColumnPlan(c)
    let pieces = max(1, plan.blocks.count / plan.blocks.stripCount * c.groups)
    let parts = (Self.wantedPieces + pieces - 1) / pieces
    channelsPerPart = max(1, (c.groupInputs + parts - 1) / parts)
  }

  private var slotCount: Int { plan.columnCount + plan.outputCount }
  var workspaceCount: Int { workers * slotCount }

  func run(
    _ outputGradient: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into inputGradient: UnsafeMutablePointer<Scalar>, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let c = plan.c
    let strips = plan.blocks.stripCount
    let parts = Parallel.chunkCount(of: c.groupInputs, grain: channelsPerPart)
    Parallel.forEach(plan.blocks.count / strips * c.groups * parts, workers: workers) { index, worker in
      let (piece, part) = index.quotientAndRemainder(dividingBy: parts)
      let (images, group) = piece.quotientAndRemainder(dividingBy: c.groups)
      let channels = part * channelsPerPart..<min((part + 1) * channelsPerPart, c.groupInputs)
      if !accumulate && plan.usesColumns {
        for image in plan.blocks[images * strips].images {
          let first = image * c.inputChannels + group * c.groupInputs + channels.lowerBound
          (inputGradient + first * c.inputPlane).setToZero(count: channels.count * c.inputPlane)
        }
      }
      let slot = workspace + worker * slotCount
      for strip in 0..<strips {
        let block = plan.blocks[images * strips + strip]
        let outputs = plan.outputs(block, group, of: outputGradient, memory: slot + plan.columnCount)
        plan.addColumns(
          block, group, channels: channels, to: inputGradient, accumulate: accumulate, memory: slot
        ) { target, row, beta in
          Scalar.gemm(
            transposeA: true, transposeB: false, m: channels.count * c.kernelCount, n: plan.pixels(block), k: c.groupOutputs,
            alpha: 1, filters + group * c.groupOutputs * c.depth + channels.lowerBound * c.kernelCount, lda: c.depth,
            outputs.pointer, ldb: outputs.row, beta: beta, target, ldc: row)
        }
      }
    }
  }
}
