public import Tensors

/// A few samples whose way through the network a run records.
public struct ProbeSamples: Sendable {
  /// Shape [n, ...].
  public let samples: Tensor<Float>
  /// One for each sample; nil where targets are no labels.
  public let labels: [Int]?

  public init(samples: Tensor<Float>, labels: [Int]?) {
    self.samples = samples
    self.labels = labels
  }

  /// Up to `count` labelled samples of `source`: the first of each class, then the second of each, and so on; in the order of the source.
  public init(balanced count: Int, of source: Samples) {
    let (_, targets) = source.tensors(Array(0..<source.count))
    var numbersOfClass: [Int: [Int]] = [:]
    for (number, label) in targets.scalars.enumerated() { numbersOfClass[Int(label), default: []].append(number) }
    let rounds = (numbersOfClass.values.map(\.count).max() ?? 0)
    var chosen: [Int] = []
    for round in 0..<rounds where chosen.count < count {
      for label in numbersOfClass.keys.sorted() where round < numbersOfClass[label]!.count && chosen.count < count {
        chosen.append(numbersOfClass[label]![round])
      }
    }
    let parts = source.tensors(chosen.sorted())
    self.init(samples: parts.inputs, labels: parts.targets.scalars.map { Int($0) })
  }
}
