/// Outputs of tanh or sigmoid that stand at its ends, where its slope is zero: a distribution with two peaks, or one at an end.
enum Saturation: HealthRule {
  static let sign = HealthSign.saturated
  private static let largestShare = 0.5

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let layers = evidence.activations.names.filter { evidence.activations[$0].contains { [.tanh, .sigmoid].contains($0.value.kind) } }
    return layers.map { layer in
      let shares = evidence.activations[layer].map { HealthEvidence.Sample(step: $0.step, value: $0.value.saturatedShare) }
      let stretch = shares.stretch { $0 > largestShare }
      return finding(
        layer, stretch == nil ? .healthy : .ill, figure: shares.last?.value ?? 0, threshold: largestShare,
        "share of outputs beyond ±0.97 (tanh) or outside 0.03 to 0.97 (sigmoid), above 0.5",
        source: "Fathom; SageMaker Debugger's SaturatedActivation asks for 50 % of the nodes", since: stretch?.start)
    }
  }
}
