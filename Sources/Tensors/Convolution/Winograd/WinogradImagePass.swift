/// The forward pass or the gradient of the input of a convolution with 3x3 filters by minimal filtering.
///
/// The gradient of the input is a convolution of the output's gradient with the filters turned by half a circle, inputs and outputs
/// exchanged, and with padding 2 - padding.
struct WinogradImagePass<Scalar: FloatingScalar>: ImagePass {
  private let plan: WinogradPlan<Scalar>
  private let groups: Int
  /// Channels of a group, and planes.
  private let sourceChannels: Int, source: Extent2D, targetChannels: Int, target: Extent2D
  private let paddingTop: Int, paddingLeft: Int
  /// Steps in the tensor of filters from a target's channel, and from a source's channel, to the next.
  private let targetStep: Int, sourceStep: Int
  private let rotated: Bool
  /// Scalars of a group's filters.
  private let groupFilters: Int
  private let workers = Parallel.threadCount

  static func forward(_ c: Convolution2D, instructionSet: InstructionSet) -> WinogradImagePass {
    WinogradImagePass(
      c, sourceChannels: c.groupInputs, source: c.input, targetChannels: c.groupOutputs, target: c.output,
      paddingTop: c.paddingTop, paddingLeft: c.paddingLeft, targetStep: c.depth, sourceStep: 9, rotated: false, instructionSet)
  }

  static func inputGradient(_ c: Convolution2D, instructionSet: InstructionSet) -> WinogradImagePass {
    WinogradImagePass(
      c, sourceChannels: c.groupOutputs, source: c.output, targetChannels: c.groupInputs, target: c.input,
      paddingTop: 2 - c.paddingTop, paddingLeft: 2 - c.paddingLeft, targetStep: 9, sourceStep: c.depth, rotated: true,
      instructionSet)
  }

  private init(
    _ c: Convolution2D, sourceChannels: Int, source: Extent2D, targetChannels: Int, target: Extent2D, paddingTop: Int,
    paddingLeft: Int, targetStep: Int, sourceStep: Int, rotated: Bool, _ instructionSet: InstructionSet
  ) {
    plan = WinogradPlan(
      batch: c.batch, outputs: target, channels: max(sourceChannels, targetChannels), instructionSet: instructionSet)
    groups = c.groups
    (self.sourceChannels, self.source) = (sourceChannels, source)
    (self.targetChannels, self.target) = (targetChannels, target)
    (self.paddingTop, self.paddingLeft) = (paddingTop, paddingLeft)
    (self.targetStep, self.sourceStep) = (targetStep, sourceStep)
    self.rotated = rotated
    groupFilters = c.groupOutputs * c.depth
  }

  /// Transformed filters of a group: [16][targetChannels, sourceChannels].
  private var filterPlace: Int { WinogradPlan<Scalar>.place(channels: targetChannels, row: sourceChannels) }
  private var filterCount: Int { WinogradPlan<Scalar>.matrices(place: filterPlace) }
  /// Transformed tiles of a block: [16][sourceChannels, row], and their products with the filters: [16][targetChannels, row].
  private var row: Int { plan.tileCapacity }
  private var tilePlace: Int { WinogradPlan<Scalar>.place(channels: sourceChannels, row: row) }
  private var productPlace: Int { WinogradPlan<Scalar>.place(channels: targetChannels, row: row) }
  private var tileCount: Int { WinogradPlan<Scalar>.matrices(place: tilePlace) }
  private var productCount: Int { WinogradPlan<Scalar>.matrices(place: productPlace) }
  private var slotCount: Int { tileCount + productCount + plan.scratchCount }
  var workspaceCount: Int { groups * filterCount + workers * slotCount }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    _ source: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    into target: UnsafeMutablePointer<Scalar>, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    transform(filters, to: workspace)
    let slots = workspace + groups * filterCount
    Parallel.forEach(plan.blocks.count * groups, workers: workers) { index, worker in
      let (block, group) = index.quotientAndRemainder(dividingBy: groups)
      run(
        plan.blocks[block], group, source, filters: workspace + group * filterCount, bias: bias, into: target,
        accumulate: accumulate, slot: slots + worker * slotCount)
    }
  }

  private func transform(_ filters: UnsafePointer<Scalar>, to transformed: UnsafeMutablePointer<Scalar>) {
    Parallel.forEachRange(of: groups * targetChannels, grain: max(1, 512 / sourceChannels)) { _, range in
      for index in range {
        let (group, channel) = index.quotientAndRemainder(dividingBy: targetChannels)
        Scalar.winogradFilters(
          filters + group * groupFilters + channel * targetStep,
          step: sourceStep, rotated: rotated, channels: sourceChannels,
          into: transformed + group * filterCount + channel * sourceChannels, place: filterPlace)
      }
    }
  }

  private func run(
    _ block: (images: Range<Int>, rows: Range<Int>), _ group: Int, _ source: UnsafePointer<Scalar>, filters: UnsafePointer<Scalar>,
    bias: UnsafePointer<Scalar>?, into target: UnsafeMutablePointer<Scalar>, accumulate: Bool, slot: UnsafeMutablePointer<Scalar>
  ) {
    let (tiles, products, scratch) = (slot, slot + tileCount, slot + tileCount + productCount)
    let sourceGroup = sourceChannels * self.source.height * self.source.width
    let targetGroup = targetChannels * self.target.height * self.target.width
    Scalar.winogradInput(
      plan.tiles(
        block, channels: sourceChannels, imageStride: groups * sourceGroup, plane: self.source, paddingTop: paddingTop,
        paddingLeft: paddingLeft),
      source + block.images.lowerBound * groups * sourceGroup + group * sourceGroup, scratch: scratch, into: tiles, row: row,
      place: tilePlace)
    for e in 0..<16 {
      Scalar.gemm(
        transposeA: false, transposeB: false, m: targetChannels, n: block.images.count * block.rows.count * plan.blocks.columns,
        k: sourceChannels, alpha: 1, filters + e * filterPlace, lda: sourceChannels, tiles + e * tilePlace, ldb: row, beta: 0,
        products + e * productPlace, ldc: row)
    }
    Scalar.winogradOutput(
      plan.tiles(block, channels: targetChannels, imageStride: groups * targetGroup, plane: self.target), products, row: row,
      place: productPlace, bias: bias.map { $0 + group * targetChannels }, scratch: scratch,
      into: target + block.images.lowerBound * groups * targetGroup + group * targetGroup, accumulate: accumulate)
  }
}
