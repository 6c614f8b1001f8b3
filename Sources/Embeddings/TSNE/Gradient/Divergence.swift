internal import CKernels
internal import Tensors

/// The Kullback-Leibler divergence of a map's similarities from the affinities, in nats: Σ p log p - Σ p log w + log Z.
struct Divergence {
  let affinities: Affinities
  let degreesOfFreedom: Float
  let instructionSet: InstructionSet
  private let negativeEntropy: Double

  init(affinities: Affinities, degreesOfFreedom: Float, instructionSet: InstructionSet = .current) {
    self.affinities = affinities
    self.degreesOfFreedom = degreesOfFreedom
    self.instructionSet = instructionSet
    negativeEntropy = affinities.negativeEntropy()
  }

  /// - Parameters:
  ///   - points: [count, dimensions], in the order of the affinities.
  ///   - normalizer: Z, the sum of the similarities of all pairs.
  func value(points: UnsafePointer<Float>, dimensions: Int, normalizer: Double) -> Double {
    guard affinities.entryCount > 0 else { return 0 }
    nonisolated(unsafe) let points = points
    let cost = Parallel.mapRanges(of: affinities.count, grain: 512) { rows in
      fathom_attraction_cost(
        instructionSet.kernels, points, dimensions, degreesOfFreedom, affinities.rowStarts.pointer, affinities.columns.pointer,
        affinities.values.pointer, rows.lowerBound, rows.upperBound)
    }.reduce(0, +)
    return negativeEntropy + cost + naturalLogarithm(max(normalizer, .leastNormalMagnitude))
  }
}
