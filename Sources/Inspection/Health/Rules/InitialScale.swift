/// First weights far too large or too small for the number of inputs.
enum InitialScale: HealthRule {
  static let sign = HealthSign.initialScale
  private static let healthyGains = 0.01...10.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.parameters { $0 == .weight }.compactMap { name in
      // A single checkpoint may be the end of a training.
      let samples = evidence.weights[name]
      guard samples.count > 1, let first = samples.first, let fanIn = first.value.fanIn, first.value.count > fanIn, first.value.nonFiniteCount == 0
      else { return nil }
      let gain = first.value.norm * (Double(fanIn) / Double(first.value.count)).squareRoot()
      let isHealthy = healthyGains.contains(gain)
      // What a series begins with in the middle of a training is only near the beginning.
      return finding(
        name, isHealthy ? .healthy : first.step == 0 ? .ill : .warning, figure: gain,
        threshold: gain < 1 ? healthyGains.lowerBound : healthyGains.upperBound,
        "root mean square of the first weights times the root of the inputs, outside 0.01 to 10 (PyTorch's is 0.58, Xavier's 1, Kaiming's 1.4)",
        source: "Fathom", since: first.step)
    }
  }
}
