/// Updates out of proportion to the weights.
enum UpdateRatio: HealthRule {
  static let sign = HealthSign.updateRatio
  private static let smallest = 1e-8, largest = 10.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let names = evidence.updates.names
    let isAnythingMoving = names.contains { evidence.updates[$0].contains { $0.value > 0 } }
    return names.map { name in
      let ratios = evidence.updates[name]
      let small = ratios.stretch { $0 < smallest }
      let first = ratios.first { $0.value > largest }
      // Small ones at the end alone are what a rate that falls to zero does.
      let isMostlySmall = small.map { 2 * $0.count > ratios.count } ?? false
      // Weights that stand still to the bit while others move were perhaps frozen on purpose.
      let isFrozen = isAnythingMoving && evidence.gradients[name].isEmpty && ratios.allSatisfy { $0.value == 0 }
      let worst = first == nil && isMostlySmall ? ratios.map(\.value).sorted()[ratios.count / 2] : ratios.map(\.value).max() ?? 0
      return finding(
        name, isFrozen ? .warning : first != nil || isMostlySmall ? .ill : .healthy, figure: worst,
        threshold: isMostlySmall && first == nil ? smallest : largest,
        "|change| / |weights| from one recorded step to the next, above 10 or below 1e-08 (about 0.001 is good; a warning where only this layer rests)",
        source: "SageMaker Debugger, WeightUpdateRatio; CS231n", since: first?.step ?? small?.start)
    }
  }
}
