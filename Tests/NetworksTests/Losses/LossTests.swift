import Networks
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct LossTests {
  /// The targets are the second input, which has no gradient.
  private static func measure(
    _ name: String, _ measure: ElementwiseLossOperation.Measure, factor: Double = 4,
    _ transform: @escaping @Sendable (Int, Double) -> Double = { $1 }
  ) -> OperationCase {
    OperationCase(
      name: "loss/\(name)", operation: ElementwiseLossOperation(measure), shapes: [[3, 5], [3, 5]], factor: factor,
      transform: transform)
  }

  static let plain: [OperationCase] = [
    measure("squared", .squared),
    measure("absolute", .absolute),
    measure("huber", .huber(delta: 0.7)),
    measure("smooth", .smoothAbsolute(beta: 0.7)),
    OperationCase(
      name: "loss/cross entropy of classes", operation: CrossEntropyOperation(), shapes: [[5, 4]], factor: 9,
      constants: [Tensor([0, 3, 1, 1, 2])]),
  ]

  /// torch differentiated by what it transforms: 0.9 and 9 times as much.
  static let transformed: [(OperationCase, Double)] = [
    (measure("cross entropy of probabilities", .binaryCrossEntropy, factor: 1) { 0.5 + 0.9 * $1 }, 0.9),
    (measure("cross entropy of logits", .binaryCrossEntropyFromLogits, factor: 1) { $0 == 0 ? 9 * $1 : 0.5 + 0.9 * $1 }, 9),
  ]

  @Test(arguments: plain) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }

  @Test(arguments: transformed) func crossEntropiesAreTorchs(_ example: OperationCase, _ scale: Double) throws {
    try example.checkAgainstTorch(gradientScale: scale)
  }

  @Test(arguments: plain + transformed.map(\.0)) func gradientsAgreeWithDifferences(_ example: OperationCase) throws {
    try example.checkDifferences()
  }

  @Test func threadsDoNotMatter() throws {
    for measure in [ElementwiseLossOperation.Measure.squared, .huber(delta: 0.1), .binaryCrossEntropyFromLogits] {
      try OperationCase(name: "", operation: ElementwiseLossOperation(measure), shapes: [[30, 1_001], [30, 1_001]]).checkThreads()
    }
  }

  @Test func certaintyAboutTheWrongThingIsExpensiveButFinite() throws {
    let probabilities = try OperationProbe(
      ElementwiseLossOperation(.binaryCrossEntropy), [Tensor([0, 1], shape: [1, 2]), Tensor([1, 0], shape: [1, 2])])
    #expect(probabilities.forward().scalars == [100])
    let logits = try OperationProbe(
      ElementwiseLossOperation(.binaryCrossEntropyFromLogits),
      [Tensor([-1e4, 1e4], shape: [1, 2]), Tensor([1, 0], shape: [1, 2])])
    #expect(logits.forward().scalars == [1e4])
  }

  @Test(arguments: [-1, 4, 1.5, .nan, .infinity, 1e30]) func aLabelThatIsNoneMakesNoSense(_ label: Double) throws {
    let probe = try OperationProbe(CrossEntropyOperation(), [numbers([2, 4], seed: 1), Tensor([1, label])])
    #expect(probe.forward().scalars[0].isNaN)
    let gradient = try #require(probe.gradients(weights: Tensor(scalar: 1))[0]).scalars
    #expect(gradient[..<4].allSatisfy(\.isFinite) && gradient[4...].allSatisfy(\.isNaN))
  }

  @Test(arguments: [
    (Loss.crossEntropy, Tensor<Float>([0, 3, 2]), "label 3"),
    (.crossEntropy, Tensor([0, -1, 2]), "label -1"),
    (.crossEntropy, Tensor([0, 0.5, 2]), "label 0.5"),
    (.crossEntropy, Tensor([0, .nan, 2]), "sample 1"),
    (.crossEntropy, Tensor([0, 1, 2], shape: [3, 1]), "[3, 1]"),
    (.meanSquaredError, Tensor([0, 1, 2, 3, .nan, 5], shape: [2, 3]), "sample 1"),
    (.meanSquaredError, Tensor([0, 1], shape: [2, 1]), "[n, 3]"),
    (.binaryCrossEntropy, Tensor([0, 1, 0, 0, 2, 0], shape: [2, 3]), "target 2"),
  ])
  func targetsThatCannotBeUsedAreNamed(_ loss: Loss, _ targets: Tensor<Float>, _ words: String) {
    #expect {
      try loss.check(targets, outputShape: [3])
    } throws: { error in
      guard case NetworkError.data(let reason) = error else { return false }
      return reason.contains(words)
    }
  }

  @Test func targetsThatFitPass() throws {
    try Loss.crossEntropy.check(Tensor<Float>([0, 2, 1]), outputShape: [3])
    try Loss.huber().check(Tensor<Float>([0, 9], shape: [2, 1]), outputShape: [1])
    try Loss.binaryCrossEntropyFromLogits.check(Tensor<Float>([0, 1, 0.3], shape: [1, 3]), outputShape: [3])
  }

  /// A loss that somebody else wrote.
  @Test func aLossOfOnesOwn() throws {
    let loss = Loss(name: "own", targets: .values, operation: ElementwiseLossOperation(.absolute))
    let network = try Network<Double>(Linear(2, 1), inputShape: [2])
    let (graph, targets, node) = try network.graph.adding(loss)
    #expect(graph[targets].shape == [1, 1])
    #expect(graph[node].kind == "L1Loss")
  }
}
