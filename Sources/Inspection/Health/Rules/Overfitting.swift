/// A validation loss that rises while the training loss still falls.
enum Overfitting: HealthRule {
  static let sign = HealthSign.overfitting
  private static let largestRise = 1.1
  /// The rise must be a part of what there was to learn, so that the noise of a loss near zero is none.
  private static let smallestPart = 0.05

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    guard let validation = LossCurve(evidence.validationLoss), let training = LossCurve(evidence.trainingLoss),
      validation.lowest.value > 0
    else { return [] }
    let lowest = validation.lowest
    let rise = validation.last / lowest.value
    let isLarge = validation.last - lowest.value > smallestPart * validation.first
    let hasRisenForLong = lowest.step <= validation.medians[validation.medians.count * 4 / 5].step
    let stillLearns = training.last < (training.medians.last { $0.step <= lowest.step }?.value ?? training.first)
    let isIll = rise > largestRise && isLarge && hasRisenForLong && stillLearns
    return [
      finding(
        "loss", isIll ? .ill : .healthy, figure: rise, threshold: largestRise,
        "validation loss of the last tenth over its lowest, above 1.1 while the training loss falls", source: "Fathom", since: lowest.step)
    ]
  }
}
