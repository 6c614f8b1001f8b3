/// Units that hardly take part: their mean activity is at most 0.025 of their layer's.
enum DormantUnits: HealthRule {
  static let sign = HealthSign.dormant
  private static let largestShare = 0.5

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.activations.names.filter { evidence.activations[$0].contains { $0.value.kind != .other } }.compactMap { layer in
      let shares = evidence.activations[layer].compactMap { sample -> HealthEvidence.Sample<Double>? in
        guard sample.value.seenCount >= ActivationFigures.fewestSeen else { return nil }
        return sample.value.dormantShare.map { HealthEvidence.Sample(step: sample.step, value: $0) }
      }
      guard let last = shares.last else { return nil }
      let stretch = shares.stretch { $0 > largestShare }
      return finding(
        layer, stretch == nil ? .healthy : .ill, figure: last.value, threshold: largestShare,
        "share of units with a mean |output| of at most 0.025 of the layer's, above 0.5",
        source: "Sokar and others 2023 (0.025); the share is Fathom's", since: stretch?.start)
    }
  }
}
