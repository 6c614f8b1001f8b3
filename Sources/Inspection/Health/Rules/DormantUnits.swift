/// Units that hardly take part: their mean activity is at most 0.025 of their layer's.
enum DormantUnits: HealthRule {
  static let sign = HealthSign.dormant
  private static let largestShare = 0.5

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.activations.names.filter { evidence.activations[$0].contains { $0.value.kind != .other } }.map { layer in
      let shares = evidence.activations[layer].map { HealthEvidence.Sample(step: $0.step, value: $0.value.dormantShare) }
      let stretch = shares.stretch { $0 > largestShare }
      return finding(
        layer, stretch == nil ? .healthy : .ill, figure: shares.last?.value ?? 0, threshold: largestShare,
        "share of units with a mean |output| of at most 0.025 of the layer's, above 0.5",
        source: "Sokar and others 2023 (0.025); the share is Fathom's", since: stretch?.start)
    }
  }
}
