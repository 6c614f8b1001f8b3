/// Gradients too small to teach a layer anything.
enum VanishingGradient: HealthRule {
  static let sign = HealthSign.vanishing
  private static let smallest = 1e-7

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.gradients.names.map { name in
      // What is no number is another sign's.
      let means = evidence.gradients[name].filter { $0.value.nonFiniteCount == 0 }
        .map { HealthEvidence.Sample(step: $0.step, value: $0.value.meanMagnitude) }
      let stretch = means.stretch { $0 < smallest }
      // A few steps of it, as when a batch has nothing to correct, are no illness.
      let isMost = stretch.map { 2 * $0.count > means.count } ?? false
      return finding(
        name, stretch == nil ? .healthy : isMost ? .ill : .warning, figure: means.last?.value ?? 0, threshold: smallest,
        "mean |gradient| below 1e-07", source: "SageMaker Debugger, VanishingGradient", since: stretch?.start)
    }
  }
}
