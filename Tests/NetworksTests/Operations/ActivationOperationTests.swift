import Networks
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct ActivationOperationTests {
  private static func function(_ name: String, _ function: ActivationOperation.Function, _ shape: Shape) -> OperationCase {
    OperationCase(name: "activation/\(name)", operation: ActivationOperation(function), shapes: [shape], factor: 8)
  }

  static let cases: [OperationCase] = [
    function("relu", .relu, [3, 7]),
    function("leaky relu", .leakyReLU(slope: 0.2), [3, 7]),
    function("gelu", .gelu, [5, 7]),
    function("gelu tanh", .geluTanh, [5, 7]),
    function("silu", .silu, [3, 7]),
    function("sigmoid", .sigmoid, [3, 7]),
    function("tanh", .tanh, [3, 7]),
  ]

  @Test(arguments: cases) func valuesAndGradientsAreTorchs(_ example: OperationCase) throws { try example.checkAgainstTorch() }
  @Test(arguments: cases) func gradientsAgreeWithDifferences(_ example: OperationCase) throws { try example.checkDifferences() }

  @Test func threadsDoNotMatter() throws {
    for (_, function) in Self.functions {
      let example = OperationCase(name: "", operation: ActivationOperation(function), shapes: [[3, 40_001]])
      try example.checkThreads()
    }
  }

  static let functions: [(any Layer, ActivationOperation.Function)] = [
    (ReLU(), .relu), (LeakyReLU(), .leakyReLU(slope: 0.01)), (GELU(), .gelu), (GELU(.tanh), .geluTanh), (SiLU(), .silu),
    (Sigmoid(), .sigmoid), (Tanh(), .tanh),
  ]

  /// Float against Double, over all that a network is likely to meet and beyond; GELU's erf has polynomials of its own in Float.
  @Test func floatsFollowDoubles() throws {
    let points = (-1200...1200).map { Double($0) / 100 } + [-1e4, -88, 88, 1e4]
    let input = Tensor<Double>(points, shape: [1, points.count])
    for (layer, function) in Self.functions {
      let exact = try OperationProbe(ActivationOperation(function), [input])
      let network = try Network<Float>(layer, inputShape: [points.count])
      let value = try network.forward(Tensor<Float>(input))
      #expect(relativeDifference(value.scalars, exact.forward().scalars) < 1e-6, "\(function)")
      // And the gradient, from the sum of all outputs.
      let executor = try Executor(
        network.graph, network.parameters, batchSize: 1, loss: network.output, watched: [network.input])
      try executor.setInput(network.input, to: Tensor<Float>(input))
      executor.forward(to: network.output, Pass(mode: .training))
      executor.backward(Pass(mode: .training))
      let gradient = try #require(executor.gradient(of: network.input))
      let expected = try #require(exact.gradients(weights: Tensor.ones([1, points.count]))[0])
      #expect(relativeDifference(gradient.scalars, expected.scalars) < 2e-6, "\(function)")
    }
  }

  @Test func whatIsNotANumberStaysSo() throws {
    for (_, function) in Self.functions {
      let value = try OperationProbe(ActivationOperation(function), [Tensor([.nan, 1], shape: [1, 2])]).forward()
      #expect(value.scalars[0].isNaN && value.scalars[1].isFinite, "\(function)")
    }
  }
}
