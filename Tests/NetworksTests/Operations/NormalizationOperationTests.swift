import Networks
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct NormalizationOperationTests {
  static let cases: [OperationCase] = {
    var cases: [OperationCase] = []
    for (name, shape) in [("2d", [4, 3, 2, 5]), ("1d", [6, 5]), ("1d long", [3, 4, 5])] as [(String, Shape)] {
      let channels: Shape = [shape[1]]
      let statistics = [spread(channels, seed: 21), 1 + spread(channels, seed: 22)]
      for (mode, word) in [(Pass.Mode.training, "training"), (.inference, "inference")] {
        cases.append(
          OperationCase(
            name: "batch norm/\(name) \(word)", operation: BatchNormOperation(), shapes: [shape, channels, channels], factor: 3,
            constants: statistics, mode: mode))
      }
      cases.append(
        OperationCase(
          name: "batch norm/\(name) plain", operation: BatchNormOperation(), shapes: [shape], factor: 3, constants: statistics))
    }
    return cases + [
      OperationCase(name: "layer norm/rows", operation: LayerNormOperation(shape: [7]), shapes: [[3, 7], [7], [7]], factor: 3),
      OperationCase(
        name: "layer norm/two axes", operation: LayerNormOperation(shape: [4, 5]), shapes: [[2, 3, 4, 5], [4, 5], [4, 5]], factor: 3),
      OperationCase(name: "layer norm/plain", operation: LayerNormOperation(shape: [9]), shapes: [[4, 9]], factor: 3),
    ]
  }()

  @Test(arguments: cases) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }
  @Test(arguments: cases) func gradientsAgreeWithDifferences(_ example: OperationCase) throws { try example.checkDifferences() }

  static let large: [OperationCase] = [
    OperationCase(
      name: "planes", operation: BatchNormOperation(), shapes: [[8, 37, 30, 30], [37], [37]],
      constants: [Tensor.zeros([37]), Tensor.ones([37])]),
    OperationCase(
      name: "columns", operation: BatchNormOperation(), shapes: [[200, 900], [900], [900]],
      constants: [Tensor.zeros([900]), Tensor.ones([900])]),
    OperationCase(name: "rows", operation: LayerNormOperation(shape: [900]), shapes: [[200, 900], [900], [900]]),
  ]

  @Test(arguments: large) func threadsDoNotMatter(_ example: OperationCase) throws { try example.checkThreads() }

  @Test func runningStatisticsFollowTorchs() throws {
    let fixture = try networkFixture("operations")
    let network = try Network<Double>(Sequential(BatchNorm2d(3, momentum: 0.3).named("norm")), inputShape: [3, 2, 5])
    let executor = try Executor(network.graph, network.parameters, batchSize: 4)
    for step in 0..<3 {
      try executor.setInput(network.input, to: spread([4, 3, 2, 5], seed: UInt64(30 + step)) * 5)
      executor.forward(to: network.output, Pass(mode: .training))
      for name in ["running_mean", "running_var"] {
        let value = try network.parameters.value("norm.\(name)")
        #expect(relativeDifference(value.scalars, fixture["batch norm/\(name) \(step)"].data) < 1e-12)
      }
    }
    // Inference leaves them alone.
    let before = network.stateDictionary.mapValues(\.scalars)
    executor.forward(to: network.output, Pass(mode: .inference))
    #expect(network.stateDictionary.mapValues(\.scalars) == before)
  }

  @Test func statisticsAreKeptButNotTrained() throws {
    let network = try Network<Float>(Sequential(BatchNorm1d(5).named("norm"), LayerNorm(5).named("rows")), inputShape: [5])
    #expect(
      Set(network.stateDictionary.keys) == [
        "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "rows.weight", "rows.bias",
      ])
    #expect(network.parameters.trainableCount == 20)
    #expect(network.stateDictionary["norm.running_var"]?.scalars == [1, 1, 1, 1, 1])
    #expect(try Network<Float>(BatchNorm1d(5, affine: false), inputShape: [5]).parameters.trainableCount == 0)
  }

  /// A variance needs two numbers: the running one stays, where torch refuses.
  @Test func aBatchOfOneNumberKeepsTheVariance() throws {
    let network = try Network<Double>(BatchNorm1d(2), inputShape: [2])
    let executor = try Executor(network.graph, network.parameters, batchSize: 1)
    try executor.setInput(network.input, to: Tensor([3, 4], shape: [1, 2]))
    executor.forward(to: network.output, Pass(mode: .training))
    #expect(executor.value(of: network.output).scalars == [0, 0])
    #expect(try network.parameters.value("running_var").scalars == [1, 1])
  }

  @Test(arguments: [
    Misfit(BatchNorm2d(3), [4, 5, 5], "3 channels", "[1, 4, 5, 5]"),
    Misfit(BatchNorm2d(3), [3], "4 axes", "[1, 3]"),
    Misfit(BatchNorm1d(3), [3, 5, 5], "2 to 3 axes", "[1, 3, 5, 5]"),
    Misfit(LayerNorm([4, 5] as Shape), [5, 4], "[4, 5]", "[1, 5, 4]"),
  ])
  func shapesThatDoNotFitAreNamed(_ misfit: Misfit) { misfit.check() }
}
