/// The gradients of 3x3 filters and of the bias by minimal filtering: for each of the 16 places of a tile, the product of the transformed
/// inputs [C, tiles] with the transformed gradient of the output [tiles, O], summed over all blocks of tiles.
struct WinogradFilterGradient<Scalar: FloatingScalar>: FilterGradientPass {
  private let c: Convolution2D
  private let plan: WinogradPlan<Scalar>
  /// Output channels of a group, rounded up to whole vectors: the tiles' gradients have the channels innermost.
  private let outputs: Int
  /// Sums of a group: [16][groupInputs, outputs], `sumPlace` apart, then those of the bias.
  private let sumPlace: Int, groupCount: Int
  private let sums: RangeSums<Scalar>
  private let workers = Parallel.threadCount

  init(_ c: Convolution2D, instructionSet: InstructionSet) {
    self.c = c
    plan = WinogradPlan(
      batch: c.batch, outputs: c.output, channels: max(c.groupInputs, c.groupOutputs), instructionSet: instructionSet)
    let lanes = instructionSet.convolutionLanes(Scalar.self)
    outputs = (c.groupOutputs + lanes - 1) / lanes * lanes
    sumPlace = WinogradPlan<Scalar>.place(channels: c.groupInputs, row: outputs)
    groupCount = roundedToLines(16 * sumPlace + outputs)
    sums = RangeSums(count: c.groups * groupCount, pieces: plan.blocks.count)
  }

  /// Transformed inputs of a block: [16][groupInputs, row], and gradients: [16][row, outputs].
  private var row: Int { plan.tileCapacity }
  private var inputPlace: Int { WinogradPlan<Scalar>.place(channels: c.groupInputs, row: row) }
  private var gradientPlace: Int { WinogradPlan<Scalar>.place(channels: row, row: outputs) }
  private var inputCount: Int { WinogradPlan<Scalar>.matrices(place: inputPlace) }
  private var gradientCount: Int { WinogradPlan<Scalar>.matrices(place: gradientPlace) }
  private var scratchCount: Int {
    let (rows, columns) = (2 * plan.blocks.rowsPerBlock, 2 * plan.blocks.columns)
    return max(plan.scratchCount, roundedToLines(rows * columns * outputs + WinogradTiles.slack))
  }
  private var slotCount: Int { inputCount + gradientCount + scratchCount }
  var workspaceCount: Int { sums.memoryCount + workers * slotCount }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into filterGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>?, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let slots = workspace + sums.memoryCount
    Parallel.forEach(sums.rangeCount, workers: workers) { range, worker in
      let own = workspace + range * sums.stride
      own.setToZero(count: sums.stride)
      for block in sums.pieces(ofRange: range) {
        for group in 0..<c.groups {
          add(
            plan.blocks[block], group, input: input, outputGradient: outputGradient, to: own + group * groupCount,
            slot: slots + worker * slotCount)
        }
      }
    }
    sums.combine(workspace, into: workspace, first: 0, count: c.groups * groupCount, accumulate: false)
    Parallel.forEachRange(of: c.outputChannels, grain: max(1, 512 / c.groupInputs)) { _, filters in
      for filter in filters {
        let (group, output) = filter.quotientAndRemainder(dividingBy: c.groupOutputs)
        let from = workspace + group * groupCount
        Scalar.winogradFilterGradient(
          from + output, step: outputs, place: sumPlace, channels: c.groupInputs, into: filterGradient + filter * c.depth,
          accumulate: accumulate)
        if let biasGradient {
          biasGradient[filter] = (accumulate ? biasGradient[filter] : 0) + from[16 * sumPlace + output]
        }
      }
    }
  }

  private func add(
    _ block: (images: Range<Int>, rows: Range<Int>), _ group: Int, input: UnsafePointer<Scalar>,
    outputGradient: UnsafePointer<Scalar>, to own: UnsafeMutablePointer<Scalar>, slot: UnsafeMutablePointer<Scalar>
  ) {
    let (inputs, gradients, scratch) = (slot, slot + inputCount, slot + inputCount + gradientCount)
    let inputImage = c.inputChannels * c.inputPlane
    let outputImage = c.outputChannels * c.outputPlane
    Scalar.winogradInput(
      plan.tiles(
        block, channels: c.groupInputs, imageStride: inputImage, plane: c.input, paddingTop: c.paddingTop, paddingLeft: c.paddingLeft),
      input + block.images.lowerBound * inputImage + group * c.groupInputs * c.inputPlane, scratch: scratch, into: inputs,
      row: row, place: inputPlace)
    Scalar.winogradGradient(
      plan.tiles(block, channels: c.groupOutputs, imageStride: outputImage, plane: c.output),
      outputGradient + block.images.lowerBound * outputImage + group * c.groupOutputs * c.outputPlane, scratch: scratch,
      into: gradients, row: outputs, place: gradientPlace, sums: own + 16 * sumPlace)
    for e in 0..<16 {
      Scalar.gemm(
        transposeA: false, transposeB: false, m: c.groupInputs, n: c.groupOutputs,
        k: block.images.count * block.rows.count * plan.blocks.columns, alpha: 1, inputs + e * inputPlace, lda: row,
        gradients + e * gradientPlace, ldb: outputs, beta: 1, own + e * sumPlace, ldc: outputs)
    }
  }
}
