/// Units that all have the same weights, and so learn the same.
enum UnbrokenSymmetry: HealthRule {
  static let sign = HealthSign.symmetric
  private static let smallestSpread = 1e-3

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    evidence.parameters { $0 == .weight }.compactMap { name in
      let spreads = evidence.weights[name].compactMap { sample in
        spread(sample.value, of: name).map { HealthEvidence.Sample(step: sample.step, value: $0) }
      }
      guard let last = spreads.last else { return nil }
      let stretch = spreads.stretch { $0 < smallestSpread }
      return finding(
        name, stretch == nil ? .healthy : .ill, figure: last.value, threshold: smallestSpread,
        "distance of the units' weights from their mean, as a share of their length, below 0.001", source: "Fathom", since: stretch?.start)
    }
  }

  private static func spread(_ figures: TensorFigures, of name: String) -> Double? {
    if let spread = figures.rowSpread { return spread }
    // Of a distribution alone it is known whether it is a single number.
    guard figures.rank == nil, name.hasSuffix("weight") || name.hasSuffix("kernel") else { return nil }
    return figures.isConstant ? 0 : 1
  }
}
