/// First weights far too large or too small for the number of inputs.
enum InitialScale: HealthRule {
  static let sign = HealthSign.initialScale
  private static let healthyGains = 0.01...10.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.weights.names.compactMap { name in
      // A series that begins in the middle of a training has no first weights, but what it begins with is judged all the same.
      guard let first = evidence.weights[name].first, let fanIn = first.value.fanIn, first.value.count > fanIn, first.value.nonFiniteCount == 0
      else { return nil }
      let gain = first.value.norm * (Double(fanIn) / Double(first.value.count)).squareRoot()
      let isHealthy = healthyGains.contains(gain)
      return finding(
        name, isHealthy ? .healthy : .ill, figure: gain, threshold: gain < 1 ? healthyGains.lowerBound : healthyGains.upperBound,
        "root mean square of the first weights times the root of the inputs, outside 0.01 to 10 (PyTorch's is 0.58, Xavier's 1, Kaiming's 1.4)",
        source: "Fathom", since: first.step)
    }
  }
}
