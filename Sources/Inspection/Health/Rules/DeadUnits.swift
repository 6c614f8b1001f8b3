/// Rectified units that are silent for all samples, or units that get no gradient at all.
enum DeadUnits: HealthRule {
  static let sign = HealthSign.dead
  private static let largestShare = 0.5
  /// A unit that a few batches do not reach is not dead.
  private static let fewestSteps = 5

  static func findings(in evidence: HealthEvidence) -> [Finding] {
    let seen = evidence.activations.names.compactMap { layer -> Finding? in
      let shares = evidence.activations[layer].compactMap { sample -> HealthEvidence.Sample<Double>? in
        guard sample.value.seenCount >= ActivationFigures.fewestSeen else { return nil }
        return sample.value.deadShare.map { HealthEvidence.Sample(step: sample.step, value: $0) }
      }
      return shares.isEmpty ? nil : judge(layer, shares)
    }
    return seen + (seen.isEmpty ? evidence.gradients.names.compactMap { withoutGradient($0, evidence.gradients[$0]) } : [])
  }

  private static func judge(_ name: String, _ shares: [HealthEvidence.Sample<Double>]) -> Finding {
    let stretch = shares.stretch { $0 > largestShare }
    return finding(
      name, stretch == nil ? .healthy : .ill, figure: shares.last?.value ?? 0, threshold: largestShare,
      "share of units above zero for less than 1 % of the samples, above 0.5", source: "SageMaker Debugger, DeadRelu", since: stretch?.start)
  }

  /// Without activations the gradients of a unit's weights tell: zeros in all of the last half of the steps.
  private static func withoutGradient(_ name: String, _ samples: [HealthEvidence.Sample<TensorFigures>]) -> Finding? {
    let rows = samples.compactMap { sample in sample.value.zeroRows.map { HealthEvidence.Sample(step: sample.step, value: $0) } }
    // The rows of an embedding are words, of which most are in no batch.
    guard TensorRole(name) == .weight, rows.count >= fewestSteps, var dead = rows.last?.value,
      rows.allSatisfy({ $0.value.rowCount == dead.rowCount })
    else { return nil }
    for sample in rows[(rows.count / 2)...] { dead.formIntersection(sample.value) }
    let share = dead.share
    // Since when most of those units have been silent.
    let stretch = rows.map { sample in
      var both = dead
      both.formIntersection(sample.value)
      return HealthEvidence.Sample(step: sample.step, value: both.share)
    }.stretch { $0 > largestShare }
    return finding(
      name, share > largestShare ? .ill : .healthy, figure: share, threshold: largestShare,
      "share of units whose gradient is zero in all of the last half of the steps, above 0.5 (no activations are recorded)", source: "Fathom",
      since: stretch?.start)
  }
}
