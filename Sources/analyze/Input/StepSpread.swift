/// Some of many steps.
enum StepSpread {
  /// No more than `count` of the steps, at even distances, the first and the last among them.
  static func steps(_ steps: [Int], atMost count: Int) -> [Int] {
    guard steps.count > count, let last = steps.last else { return steps }
    guard count > 1 else { return [last] }
    let distance = (steps.count - 2) / (count - 1) + 1
    return stride(from: 0, to: steps.count - 1, by: distance).map { steps[$0] } + [last]
  }
}
