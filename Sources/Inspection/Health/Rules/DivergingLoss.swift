/// A training loss that ends well above where it began, or far above where it has been.
enum DivergingLoss: HealthRule {
  static let sign = HealthSign.diverging
  private static let largestRise = 1.5
  private static let largestReturn = 10.0

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    guard let curve = LossCurve(evidence.trainingLoss), curve.first > 0, curve.lowest.value > 0 else { return [] }
    let rise = curve.last / curve.first
    // Coming back from a low loss counts where it comes back most of the way.
    let hasReturned = curve.last / curve.lowest.value > largestReturn && rise > 0.5
    let isIll = rise > largestRise || hasReturned
    return [
      finding(
        "loss", isIll ? .ill : .healthy, figure: rise, threshold: largestRise,
        "training loss of the last tenth over that of the first, above 1.5 (or above 0.5, after a tenfold lower one)", source: "Fathom",
        since: curve.lowest.step)
    ]
  }
}
