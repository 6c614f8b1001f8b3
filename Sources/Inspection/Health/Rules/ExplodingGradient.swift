/// Gradients far too long; where no gradients are known, weights that have grown out of all proportion.
enum ExplodingGradient: HealthRule {
  static let sign = HealthSign.exploding
  private static let healthyNorm = 100.0, largestNorm = 1000.0
  private static let largestGrowth = 100.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.gradients.names.map { judgeGradient($0, evidence.gradients[$0]) }
      + evidence.weights.names.filter { evidence.gradients[$0].isEmpty }.compactMap { judgeWeights($0, evidence.weights[$0]) }
  }

  /// Warns above 100, which is where people begin to clip.
  private static func judgeGradient(_ name: String, _ samples: [HealthEvidence.Sample<TensorFigures>]) -> Finding {
    let norms = samples.filter { $0.value.nonFiniteCount == 0 }.map { HealthEvidence.Sample(step: $0.step, value: $0.value.norm) }
    let first = norms.first { $0.value > largestNorm } ?? norms.first { $0.value > healthyNorm }
    let worst = norms.map(\.value).max() ?? 0
    return finding(
      name, worst > largestNorm ? .ill : worst > healthyNorm ? .warning : .healthy, figure: worst, threshold: largestNorm,
      "norm of the gradient above 1000 (a warning above 100)", source: "gradient monitors of yzmir and tensorlogic", since: first?.step)
  }

  private static func judgeWeights(_ name: String, _ samples: [HealthEvidence.Sample<TensorFigures>]) -> Finding? {
    guard samples.count > 1, let start = samples.first?.value.norm, start > 0 else { return nil }
    let growth = samples.filter { $0.value.nonFiniteCount == 0 }.map { HealthEvidence.Sample(step: $0.step, value: $0.value.norm / start) }
    let first = growth.first { $0.value > largestGrowth }
    return finding(
      name, first == nil ? .healthy : .ill, figure: growth.map(\.value).max() ?? 0, threshold: largestGrowth,
      "norm of the weights over that of the first step, above 100 (no gradients are recorded)", source: "Fathom", since: first?.step)
  }
}
