/// Gradients that are far too long and grow, or keep the loss from falling; where no gradients are known, weights that have grown out of
/// all proportion.
enum ExplodingGradient: HealthRule {
  static let sign = HealthSign.exploding
  private static let healthyNorm = 100.0, largestNorm = 1000.0
  private static let gradientGrowth = 10.0, weightGrowth = 100.0
  /// What is left of the loss at the end where something is learned.
  private static let learning = 0.9

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let curve = LossCurve(evidence.trainingLoss)
    // Where no loss is known, nothing says that it does not fall.
    let isStuck = curve.map { !($0.last < learning * $0.first) } ?? false || !evidence.trainingLoss.allSatisfy(\.value.isFinite)
    return evidence.gradients.names.map { judgeGradient($0, evidence.gradients[$0], isStuck: isStuck) }
      + evidence.parameters { $0 == .weight }.filter { evidence.gradients[$0].isEmpty }.compactMap { judgeWeights($0, evidence.weights[$0]) }
  }

  /// Warns above 100, which is where people begin to clip. A sum over many samples or outputs makes long gradients with which all is well:
  /// they do not grow, and the loss falls.
  private static func judgeGradient(_ name: String, _ samples: [HealthEvidence.Sample<TensorFigures>], isStuck: Bool) -> Finding {
    let norms = samples.filter { $0.value.nonFiniteCount == 0 }.map { HealthEvidence.Sample(step: $0.step, value: $0.value.norm) }
    let first = norms.first { $0.value > largestNorm } ?? norms.first { $0.value > healthyNorm }
    let worst = norms.map(\.value).max() ?? 0
    let hasGrown = worst > gradientGrowth * (norms.first?.value ?? worst)
    let isIll = worst > largestNorm && (hasGrown || isStuck)
    // The threshold that was crossed, or else the one that makes ill.
    let isBetween = worst > healthyNorm && worst <= largestNorm
    return finding(
      name, isIll ? .ill : worst > healthyNorm ? .warning : .healthy, figure: worst, threshold: isBetween ? healthyNorm : largestNorm,
      "norm of the gradient above 1000, grown tenfold or with a loss that does not fall (a warning above 100)",
      source: "gradient monitors of yzmir and tensorlogic; the growth is Fathom's", since: first?.step)
  }

  private static func judgeWeights(_ name: String, _ samples: [HealthEvidence.Sample<TensorFigures>]) -> Finding? {
    // Vectors may begin at next to nothing.
    guard samples.count > 1, let start = samples.first?.value, start.norm > 0, start.rank.map({ $0 >= 2 }) ?? true else { return nil }
    let growth = samples.filter { $0.value.nonFiniteCount == 0 }.map { HealthEvidence.Sample(step: $0.step, value: $0.value.norm / start.norm) }
    let first = growth.first { $0.value > weightGrowth }
    return finding(
      name, first == nil ? .healthy : .ill, figure: growth.map(\.value).max() ?? 0, threshold: weightGrowth,
      "norm of the weights over that of the first step, above 100 (no gradients are recorded)", source: "Fathom", since: first?.step)
  }
}
