/// Rectified units that are silent for all samples, or units that get no gradient at all.
enum DeadUnits: HealthRule {
  static let sign = HealthSign.dead
  private static let largestShare = 0.5, noticedShare = 0.25

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let layers = evidence.activations.names.filter { evidence.activations[$0].contains { $0.value.kind == .rectifier } }
    let seen = layers.map { layer in
      judge(
        layer, evidence.activations[layer].map { .init(step: $0.step, value: $0.value.deadShare) },
        "share of units above zero for less than 1 % of the samples, above 0.5 (a warning from 0.25)",
        source: "SageMaker Debugger, DeadRelu")
    }
    return seen + (layers.isEmpty ? withoutGradient(evidence) : [])
  }

  /// Without activations a unit's gradient tells: a row of zeros, step after step.
  private static func withoutGradient(_ evidence: HealthEvidence) -> [Finding] {
    evidence.gradients.names.compactMap { name in
      let shares = evidence.gradients[name].compactMap { sample in
        sample.value.zeroRowShare.map { HealthEvidence.Sample(step: sample.step, value: $0) }
      }
      guard let last = shares.last?.value else { return nil }
      let stretch = shares.stretch { $0 > largestShare }
      return finding(
        name, stretch == nil ? .healthy : .ill, figure: last, threshold: largestShare,
        "share of units whose gradient is zero, above 0.5 (no activations are recorded)", source: "Fathom", since: stretch?.start)
    }
  }

  private static func judge(
    _ name: String, _ shares: [HealthEvidence.Sample<Double>], _ criterion: String, source: String
  ) -> Finding {
    let stretch = shares.stretch { $0 > largestShare } ?? shares.stretch { $0 >= noticedShare }
    let last = shares.last?.value ?? 0
    return finding(
      name, last > largestShare ? .ill : last >= noticedShare ? .warning : .healthy, figure: last, threshold: largestShare, criterion,
      source: source, since: stretch?.start)
  }
}
