/// A training loss that ends well above where it began, or far above where it has been.
enum DivergingLoss: HealthRule {
  static let sign = HealthSign.diverging
  private static let largestRise = 1.5
  /// The very first loss is a single batch's, whose noise must not decide.
  private static let largestRiseOverOpening = 10.0
  private static let largestReturn = 10.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    guard let curve = LossCurve(evidence.trainingLoss), curve.first > 0, curve.opening > 0, curve.lowest.value > 0 else { return [] }
    let rise = curve.last / curve.first
    // Coming back from a low loss counts where it comes back most of the way.
    let hasReturned = curve.last / curve.lowest.value > largestReturn && rise > 0.5
    // Within the first tenth the loss may have gone up and stayed there.
    let hasJumped = curve.last / curve.opening > largestRiseOverOpening
    let isIll = rise > largestRise || hasReturned
    return [
      finding(
        "loss", isIll || hasJumped ? .ill : .healthy, figure: !isIll && hasJumped ? curve.last / curve.opening : rise,
        threshold: !isIll && hasJumped ? largestRiseOverOpening : largestRise,
        "training loss of the last tenth over that of the first, above 1.5 (or above 0.5 after a tenfold lower one), or over the very first, above 10",
        source: "Fathom", since: isIll ? curve.lowest.step : curve.medians[0].step)
    ]
  }
}
