/// A sign and how it is told: one type for each.
protocol HealthRule: Sendable {
  static var sign: HealthSign { get }

  /// How each layer stands for which there is evidence.
  static func findings(in evidence: HealthEvidence) -> [Finding]
}

extension HealthRule {
  static func finding(
    _ layer: String, _ verdict: Finding.Verdict, figure: Double, threshold: Double, _ criterion: String, source: String, since step: Int?
  ) -> Finding {
    Finding(
      sign: sign, layer: layer, verdict: verdict, figure: figure, threshold: threshold, criterion: criterion, source: source,
      step: verdict == .healthy ? nil : step)
  }
}

extension [HealthEvidence.Sample<Double>] {
  /// Where the last unbroken stretch of samples that `isIll` begins; nil unless the last sample is.
  func stretch(where isIll: (Double) -> Bool) -> (start: Int, count: Int)? {
    let tail = reversed().prefix { isIll($0.value) }
    guard let first = Array(tail).last else { return nil }
    return (first.step, tail.count)
  }
}
