internal import Tensors

/// Which samples are for training and which are held back, by their numbers.
public enum SampleSplit {
  /// The numbers that scikit-learn's `train_test_split(test_size=testFraction, random_state=seed)` gives for `count` samples, in its
  /// order.
  public static func scikitLearn(_ count: Int, testFraction: Double, seed: UInt32) -> (training: [Int], test: [Int]) {
    let testCount = min(count, Int((Double(count) * testFraction).rounded(.up)))
    var generator = MersenneTwister(seed: seed)
    let order = generator.permutation(count)
    return (Array(order[testCount...]), Array(order[..<testCount]))
  }

  /// `validationCount` samples drawn without replacement, and the others.
  public static func random(_ count: Int, validationCount: Int, seed: UInt64) -> (training: [Int], validation: [Int]) {
    precondition(0...count ~= validationCount, "\(validationCount) of \(count) samples for validation")
    var generator = RandomStream.split.generator(seed: seed)
    let order = generator.permutation(count)
    return (Array(order[..<(count - validationCount)]), Array(order[(count - validationCount)...]))
  }
}
