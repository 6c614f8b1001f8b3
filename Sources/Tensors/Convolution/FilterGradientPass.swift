/// Runs the gradients of the weights and of the bias.
///
/// The strips of all images are cut into at most 16 ranges, each summed by itself; the sums are added in order.
struct FilterGradientPass<Scalar: FloatingScalar>: Sendable {
  private let convolution: Convolution2D
  private let plan: CorrelationPlan<Scalar>
  private let rangeCount: Int
  private let workers = Parallel.threadCount

  init(_ c: Convolution2D, instructionSet: InstructionSet) {
    convolution = c
    plan = .forward(
      c, budget: CorrelationPlan<Scalar>.weightBudget, gatheredChannels: c.groupOutputs, instructionSet: instructionSet)
    rangeCount = max(1, min(16, c.batch * plan.stripCount))
  }

  private var weightCount: Int { convolution.outputChannels * convolution.depth }
  /// Sums of one range: weights, then bias.
  private var sumsCount: Int { roundedToLines(weightCount + convolution.outputChannels) }
  /// Pixels of a strip as vectors, at most.
  private var pixelCount: Int {
    let lanes = plan.instructionSet.convolutionLanes(Scalar.self)
    return (plan.grids[0].strips.map(\.vectorCount).max() ?? 0) * lanes
  }
  private var sourceSlot: Int { roundedToLines(plan.sourceCount) }
  private var gradientSlot: Int { roundedToLines(convolution.groupOutputs * pixelCount) }
  private var onesCount: Int { roundedToLines(pixelCount) }
  var workspaceCount: Int { onesCount + workers * (sourceSlot + gradientSlot) + rangeCount * sumsCount }

  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>, into weightGradient: UnsafeMutablePointer<Scalar>,
    bias biasGradient: UnsafeMutablePointer<Scalar>?, accumulate: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let ones = workspace
    ones.update(repeating: 1, count: onesCount)
    let slots = workspace + onesCount
    let sums = slots + workers * (sourceSlot + gradientSlot)
    let units = convolution.batch * plan.stripCount
    let grain = max(1, (units + rangeCount - 1) / rangeCount)
    Parallel.forEach(rangeCount, workers: workers) { range, worker in
      let own = sums + range * sumsCount
      own.update(repeating: 0, count: sumsCount)
      let slot = slots + worker * (sourceSlot + gradientSlot)
      for unit in min(range * grain, units)..<min((range + 1) * grain, units) {
        let (image, strip) = unit.quotientAndRemainder(dividingBy: plan.stripCount)
        add(
          strip: strip, input: input + image * convolution.inputChannels * convolution.inputPlane,
          outputGradient: outputGradient + image * convolution.outputChannels * convolution.outputPlane,
          to: own, withBias: biasGradient != nil, ones: ones, source: slot, gradient: slot + sourceSlot)
      }
    }
    combine(sums, into: weightGradient, first: 0, count: weightCount, accumulate: accumulate)
    if let biasGradient { combine(sums, into: biasGradient, first: weightCount, count: convolution.outputChannels, accumulate: accumulate) }
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

  /// target[count] = the sums of all ranges from `first` on, added in order, and to what is there if `accumulate`.
  private func combine(_ sums: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, first: Int, count: Int, accumulate: Bool) {
    Parallel.forEachRange(of: count, grain: 8_192) { _, elements in
      let to = target + elements.lowerBound
      for range in 0..<rangeCount {
        let from = sums + range * sumsCount + first + elements.lowerBound
        if range == 0 && !accumulate {
          to.update(from: from, count: elements.count)
        } else {
          Scalar.axpy(elements.count, alpha: 1, from, strideX: 1, to, strideY: 1)
        }
      }
    }
  }
}
