internal import Networks

/// Learning-rate schedules by the words that options give them.
enum ScheduleName {
  static let expected = "constant, cosine, one-cycle, exponential:FACTOR or step:SIZE:FACTOR"

  /// The schedule of a training of `stepCount` steps; nil where the words name none.
  static func schedule(_ words: String, stepCount: Int) -> LearningRateSchedule? {
    let parts = words.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("constant", 1): return .constant
    case ("cosine", 1): return .cosine(steps: stepCount)
    case ("one-cycle", 1): return .oneCycle(steps: stepCount)
    case ("exponential", 2): return factor(parts[1]).map { .exponential(factor: $0) }
    case ("step", 3):
      guard let size = Int(parts[1]), size > 0, let factor = factor(parts[2]) else { return nil }
      return .step(size: size, factor: factor)
    default: return nil
    }
  }

  private static func factor(_ text: String) -> Double? { Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
}
