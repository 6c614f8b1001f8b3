/// Runs a plan whose outputs are images: the forward pass, or the gradient of the input.
///
/// The work is dealt out strip by strip; each output is computed by one call, so it does not depend on threads.
struct DirectImagePass<Scalar: FloatingScalar>: ImagePass {
  private let plan: CorrelationPlan<Scalar>
  private let filters: [PackedFilters<Scalar>]
  private let batch: Int, groups: Int
  /// Channels of a group and scalars of a plane on the side that is written.
  private let targetChannels: Int, targetPlane: Int
  private let sourcePlane: Int
  /// Weights of one group.
  private let groupWeights: Int
  private let workers = Parallel.threadCount

  static func forward(_ c: Convolution2D, instructionSet: InstructionSet) -> DirectImagePass {
    let plan = CorrelationPlan<Scalar>.forward(
      c, budget: CorrelationPlan<Scalar>.forwardBudget, instructionSet: instructionSet)
    return DirectImagePass(
      c, plan, targetChannels: c.groupOutputs, targetPlane: c.outputPlane, sourcePlane: c.inputPlane,
      filterStride: c.depth, channelStride: c.kernelCount)
  }

  static func inputGradient(_ c: Convolution2D, instructionSet: InstructionSet) -> DirectImagePass {
    DirectImagePass(
      c, .inputGradient(c, instructionSet: instructionSet), targetChannels: c.groupInputs, targetPlane: c.inputPlane,
      sourcePlane: c.outputPlane, filterStride: c.kernelCount, channelStride: c.depth)
  }

  private init(
    _ c: Convolution2D, _ plan: CorrelationPlan<Scalar>, targetChannels: Int, targetPlane: Int, sourcePlane: Int,
    filterStride: Int, channelStride: Int
  ) {
    self.plan = plan
    filters = plan.grids.map {
      PackedFilters(
        filters: targetChannels, channels: plan.source.channels, kernelPositions: $0.kernelPositions, filterStride: filterStride,
        channelStride: channelStride, instructionSet: plan.instructionSet)
    }
    (batch, groups) = (c.batch, c.groups)
    self.targetChannels = targetChannels
    self.targetPlane = targetPlane
    self.sourcePlane = sourcePlane
    groupWeights = c.groupOutputs * c.depth
  }

  private var packedExtent: Int { filters.reduce(0) { $0 + $1.extent } }
  private var packedCount: Int { roundedToLines(packedExtent * groups) }
  private var slotCount: Int { roundedToLines(plan.sourceCount) }
  var workspaceCount: Int { packedCount + workers * slotCount }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    _ source: UnsafePointer<Scalar>, filters weights: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into target: UnsafeMutablePointer<Scalar>, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    pack(weights, to: workspace)
    let slots = workspace + packedCount
    Parallel.forEach(batch * groups * plan.stripCount, workers: workers) { index, worker in
      let (image, rest) = index.quotientAndRemainder(dividingBy: groups * plan.stripCount)
      let (group, strip) = rest.quotientAndRemainder(dividingBy: plan.stripCount)
      let slot = slots + worker * slotCount
      plan.fillSource(slot, from: source + (image * groups + group) * plan.source.channels * sourcePlane, strip: strip)
      correlate(
        slot, strip: strip, packed: workspace + group * packedExtent, bias: bias.map { $0 + group * targetChannels },
        into: target + (image * groups + group) * targetChannels * targetPlane, accumulate: accumulate)
    }
  }

  private func pack(_ weights: UnsafePointer<Scalar>, to packed: UnsafeMutablePointer<Scalar>) {
    var offset = 0
    for grid in filters {
      let start = offset
      Parallel.forEachRange(of: groups * grid.blockCount, grain: max(1, 16_384 / max(grid.blockExtent, 1))) { _, range in
        for index in range {
          let (group, block) = index.quotientAndRemainder(dividingBy: grid.blockCount)
          grid.pack(
            block: block, from: weights + group * groupWeights,
            to: packed + group * packedExtent + start + block * grid.blockExtent)
        }
      }
      offset += grid.extent
    }
  }

  private func correlate(
    _ source: UnsafePointer<Scalar>, strip: Int, packed: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into target: UnsafeMutablePointer<Scalar>, accumulate: Bool
  ) {
    var packed = packed
    for (grid, filters) in zip(plan.grids, filters) {
      grid.taps.withUnsafeBufferPointer { taps in
        for block in 0..<filters.blockCount {
          let first = block * filters.width
          Scalar.correlate(
            grid.strips[strip], source: source, taps: taps, weights: packed + block * filters.blockExtent, width: filters.width,
            bias: bias.map { $0 + first }, into: target + first * targetPlane, filters: filters.filters(ofBlock: block),
            plane: targetPlane, accumulate: accumulate)
        }
      }
      packed += filters.extent
    }
  }
}
