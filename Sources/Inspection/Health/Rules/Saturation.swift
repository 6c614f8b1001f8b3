/// Outputs of tanh or sigmoid that stand at its ends, where its slope is zero: a distribution with two peaks, or one at an end.
enum Saturation: HealthRule {
  static let sign = HealthSign.saturated
  private static let largestShare = 0.5, noticedShare = 0.25
  /// Above this coefficient a distribution has two peaks (5/9 is that of the uniform one).
  private static let smallestBimodality = 5.0 / 9

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let layers = evidence.activations.names.filter { evidence.activations[$0].contains { [.tanh, .sigmoid].contains($0.value.kind) } }
    return layers.map { layer in
      let samples = evidence.activations[layer]
      let shares = samples.map { HealthEvidence.Sample(step: $0.step, value: $0.value.saturatedShare) }
      let stretch = shares.stretch { $0 > largestShare }
      // Two peaks at the ends, which do not hold most outputs yet.
      let peaks = samples.map { sample in
        let isTwoPeaked = sample.value.bimodality > smallestBimodality
        return HealthEvidence.Sample(step: sample.step, value: isTwoPeaked ? sample.value.saturatedShare : 0)
      }.stretch { $0 > noticedShare }
      return finding(
        layer, stretch != nil ? .ill : peaks != nil ? .warning : .healthy, figure: shares.last?.value ?? 0, threshold: largestShare,
        "share of outputs beyond ±0.97 (tanh) or outside 0.03 to 0.97 (sigmoid), above 0.5 (a warning from 0.25 where there are two peaks)",
        source: "Fathom; SageMaker Debugger's SaturatedActivation asks for 50 % of the nodes, Sarle's coefficient tells two peaks",
        since: stretch?.start ?? peaks?.start)
    }
  }
}
