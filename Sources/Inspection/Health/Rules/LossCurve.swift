/// A loss without the noise of its batches: medians of tenths of the training.
struct LossCurve {
  /// Medians of the finite values in as many stretches of equal length as there are, up to ten, in order.
  let medians: [HealthEvidence.Sample<Double>]
  /// The first finite value of all.
  let opening: Double

  /// Nil for fewer than five values that are finite.
  init?(_ samples: [HealthEvidence.Sample<Double>]) {
    let finite = samples.filter { $0.value.isFinite }
    guard finite.count >= 5 else { return nil }
    opening = finite[0].value
    let parts = min(10, finite.count)
    medians = (0..<parts).map { part in
      let stretch = finite[finite.count * part / parts..<finite.count * (part + 1) / parts]
      let sorted = stretch.map(\.value).sorted()
      return HealthEvidence.Sample(step: stretch.first!.step, value: sorted[sorted.count / 2])
    }
  }

  var first: Double { medians[0].value }
  var last: Double { medians[medians.count - 1].value }
  var lowest: HealthEvidence.Sample<Double> { medians.min { $0.value < $1.value }! }
}
