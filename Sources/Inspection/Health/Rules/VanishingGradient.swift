/// Gradients too small to teach a layer anything.
enum VanishingGradient: HealthRule {
  static let sign = HealthSign.vanishing
  private static let smallest = 1e-7

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let names = evidence.gradients.names
    let layersWithWeights = Set(names.filter { TensorRole($0) != .bias }.map { layerName(ofTensor: $0) })
    // A bias before a normalisation, or of attention's keys, changes nothing, and its gradient is rounding: the weights of its layer tell.
    return names.filter { TensorRole($0) != .bias || !layersWithWeights.contains(layerName(ofTensor: $0)) }.map { name in
      // What is no number is another sign's.
      let means = evidence.gradients[name].filter { $0.value.nonFiniteCount == 0 }
        .map { HealthEvidence.Sample(step: $0.step, value: $0.value.meanMagnitude) }
      let stretch = means.stretch { $0 < smallest }
      // A few steps of it, as when a batch has nothing to correct, are no illness.
      let isMost = stretch.map { 2 * $0.count > means.count } ?? false
      return finding(
        name, stretch == nil ? .healthy : isMost ? .ill : .warning, figure: means.last?.value ?? 0, threshold: smallest,
        "mean |gradient| below 1e-07", source: "SageMaker Debugger, VanishingGradient", since: stretch?.start)
    }
  }
}
