/// Units that all have the same weights, and so learn the same.
enum UnbrokenSymmetry: HealthRule {
  static let sign = HealthSign.symmetric
  private static let smallestSpread = 1e-3

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.weights.names.compactMap { name in
      let spreads = evidence.weights[name].compactMap { sample -> HealthEvidence.Sample<Double>? in
        // Of a distribution alone it is known where it is a single number, but not whether that is a vector's.
        let spread = sample.value.rowSpread ?? (sample.value.fanIn == nil && name.hasSuffix("weight") ? (sample.value.isConstant ? 0 : 1) : nil)
        return spread.map { .init(step: sample.step, value: $0) }
      }
      guard let last = spreads.last else { return nil }
      let stretch = spreads.stretch { $0 < smallestSpread }
      return finding(
        name, stretch == nil ? .healthy : .ill, figure: last.value, threshold: smallestSpread,
        "distance of the units' weights from their mean, as a share of their length, below 0.001", source: "Fathom", since: stretch?.start)
    }
  }
}
