/// NaN or infinity in weights, gradients, activations or the loss: the first step of each.
enum NonFiniteValues: HealthRule {
  static let sign = HealthSign.nonFinite
  private static let source = "SageMaker Debugger, ExplodingTensor"

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    var found: [Finding] = []
    func judge(_ name: String, _ samples: [HealthEvidence.Sample<Int>]) {
      guard !samples.isEmpty else { return }
      let first = samples.first { $0.value > 0 }
      found.append(
        finding(
          name, first == nil ? .healthy : .ill, figure: Double(samples.map(\.value).max() ?? 0), threshold: 0,
          "elements that are NaN or infinite, above 0", source: source, since: first?.step))
    }
    for name in evidence.weights.names { judge(name, evidence.weights[name].map { .init(step: $0.step, value: $0.value.nonFiniteCount) }) }
    for name in evidence.gradients.names {
      judge(name + ".grad", evidence.gradients[name].map { .init(step: $0.step, value: $0.value.nonFiniteCount) })
    }
    for name in evidence.activations.names {
      judge(name, evidence.activations[name].map { .init(step: $0.step, value: $0.value.nonFiniteCount) })
    }
    judge("loss", evidence.trainingLoss.map { .init(step: $0.step, value: $0.value.isFinite ? 0 : 1) })
    return found
  }
}
