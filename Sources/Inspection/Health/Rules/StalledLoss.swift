/// A training loss that does not go down.
enum StalledLoss: HealthRule {
  static let sign = HealthSign.stalled
  private static let smallestImprovement = 0.01

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    guard let curve = LossCurve(evidence.trainingLoss), curve.first > 0 else { return [] }
    // Where it went down and came up again, the lowest tells that something was learned.
    let improvement = 1 - curve.lowest.value / curve.first
    return [
      finding(
        "loss", improvement < smallestImprovement ? .ill : .healthy, figure: improvement, threshold: smallestImprovement,
        "share by which the training loss has gone down since the first tenth, below 0.01", source: "Fathom, after SageMaker Debugger's LossNotDecreasing",
        since: curve.medians[0].step)
    ]
  }
}
