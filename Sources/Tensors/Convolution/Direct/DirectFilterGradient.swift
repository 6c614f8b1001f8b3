/// The gradients of filters and bias without im2col: pixels of the output's gradient times pixels of the padded source.
struct DirectFilterGradient<Scalar: FloatingScalar>: FilterGradientPass {
  private let convolution: Convolution2D
  private let plan: CorrelationPlan<Scalar>
  /// Of the weights, then of the bias.
  private let sums: RangeSums<Scalar>
  private let workers = Parallel.threadCount

  init(_ c: Convolution2D, instructionSet: InstructionSet) {
    convolution = c
    plan = .forward(
      c, budget: CorrelationPlan<Scalar>.weightBudget, gatheredChannels: c.groupOutputs, instructionSet: instructionSet)
    sums = RangeSums(count: c.outputChannels * (c.depth + 1), pieces: c.batch * plan.stripCount)
  }

  private var weightCount: Int { convolution.outputChannels * convolution.depth }
  /// Pixels of a strip as vectors, at most.
  private var pixelCount: Int {
    let lanes = plan.instructionSet.convolutionLanes(Scalar.self)
    return (plan.grids[0].strips.map(\.vectorCount).max() ?? 0) * lanes
  }
  private var sourceSlot: Int { roundedToLines(plan.sourceCount) }
  private var gradientSlot: Int { roundedToLines(convolution.groupOutputs * pixelCount) }
  private var onesCount: Int { roundedToLines(pixelCount) }
  var workspaceCount: Int { onesCount + workers * (sourceSlot + gradientSlot) + sums.memoryCount }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into weightGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>?, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let ones = workspace
    ones.update(repeating: 1, count: onesCount)
    let slots = workspace + onesCount
    let memory = slots + workers * (sourceSlot + gradientSlot)
    Parallel.forEach(sums.rangeCount, workers: workers) { range, worker in
      let own = memory + range * sums.stride
      own.setToZero(count: sums.stride)
      let slot = slots + worker * (sourceSlot + gradientSlot)
      for unit in sums.pieces(ofRange: range) {
        let (image, strip) = unit.quotientAndRemainder(dividingBy: plan.stripCount)
        add(
          strip: strip, input: input + image * convolution.inputChannels * convolution.inputPlane,
          outputGradient: outputGradient + image * convolution.outputChannels * convolution.outputPlane,
          to: own, withBias: biasGradient != nil, ones: ones, source: slot, gradient: slot + sourceSlot)
      }
    }
    sums.combine(memory, into: weightGradient, first: 0, count: weightCount, accumulate: accumulate)
    if let biasGradient {
      sums.combine(memory, into: biasGradient, first: weightCount, count: convolution.outputChannels, accumulate: accumulate)
    }
  }

  private func add(
    strip: Int, input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, to sums: UnsafeMutablePointer<Scalar>,
    withBias: Bool, ones: UnsafePointer<Scalar>, source: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>
  ) {
    let c = convolution
    let grid = plan.grids[0]
    let pixels = grid.strips[strip].vectorCount * plan.instructionSet.convolutionLanes(Scalar.self)
    for group in 0..<c.groups {
      plan.fillSource(source, from: input + group * c.groupInputs * c.inputPlane, strip: strip)
      let firstOutput = group * c.groupOutputs
      Scalar.gather(
        grid.strips[strip], from: outputGradient + firstOutput * c.outputPlane, channels: c.groupOutputs, plane: c.outputPlane,
        into: gradient)
      grid.taps.withUnsafeBufferPointer { taps in
        Scalar.correlateWeights(
          grid.strips[strip], source: source, taps: taps, gradient: gradient, filters: c.groupOutputs,
          into: sums + firstOutput * c.depth)
      }
      if withBias {
        Scalar.gemv(
          transpose: false, rows: c.groupOutputs, columns: pixels, alpha: 1, gradient, lda: pixels, ones, strideX: 1,
          beta: 1, sums + weightCount + firstOutput, strideY: 1)
      }
    }
  }
}
