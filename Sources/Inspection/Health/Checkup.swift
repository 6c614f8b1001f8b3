/// Looks for every sign in what is known of a training.
public enum Checkup {
  private static let rules: [any HealthRule.Type] = [
    NonFiniteValues.self, ExplodingGradient.self, VanishingGradient.self, DeadUnits.self, DormantUnits.self, Saturation.self,
    UnbrokenSymmetry.self, InitialScale.self, UpdateRatio.self, DivergingLoss.self, StalledLoss.self, Overfitting.self,
  ]

  /// A finding for each sign and layer that there is evidence for, healthy ones too, in the order of the signs.
  public static func findings(in evidence: HealthEvidence) -> [Finding] {
    let found = rules.flatMap { $0.findings(in: evidence) }
    let present = Set(found.filter { $0.verdict == .ill }.map(\.sign))
    return found.map { finding in
      guard finding.verdict == .ill || finding.verdict == .warning,
        let cause = finding.sign.causes.first(where: { present.contains($0) })
      else { return finding }
      var explained = finding
      explained.verdict = .follows(cause)
      return explained
    }
  }
}
