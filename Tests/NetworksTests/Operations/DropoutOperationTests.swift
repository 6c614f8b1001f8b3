import Networks
import Tensors
import Testing

@Suite(.serialized) struct DropoutOperationTests {
  static let count = 40_000

  private func ones(probability: Double, stream: UInt64 = 1, key: UInt64 = 5) throws -> OperationProbe {
    var probe = try OperationProbe(DropoutOperation(probability: probability, stream: stream), [Tensor.ones([4, Self.count / 4])])
    probe.pass = Pass(mode: .training, randomKey: key)
    return probe
  }

  @Test(arguments: [0.2, 0.5, 0.9]) func keepsTheShareThatItShould(_ probability: Double) throws {
    let value = try ones(probability: probability).forward().scalars
    let scale = 1 / (1 - probability)
    #expect(value.allSatisfy { $0 == 0 || $0 == scale })
    let dropped = Double(value.count { $0 == 0 }) / Double(Self.count)
    // Five standard deviations.
    #expect(abs(dropped - probability) < 5 * (probability * (1 - probability) / Double(Self.count)).squareRoot())
    // Neighbours are dropped independently of each other.
    let pairs = Double(zip(value, value.dropFirst()).count { $0 == 0 && $1 == 0 }) / Double(Self.count - 1)
    #expect(abs(pairs - probability * probability) < 0.02)
  }

  @Test func theGradientGoesWhereTheValueWent() throws {
    let probe = try ones(probability: 0.3)
    let value = probe.forward()
    let gradient = try #require(probe.gradients(weights: Tensor.ones(value.shape))[0])
    #expect(gradient.scalars == value.scalars)
  }

  @Test func gradientsAgreeWithDifferences() throws {
    let probe = try OperationProbe(DropoutOperation(probability: 0.4, stream: 3), [numbers([5, 6], seed: 1)])
    #expect(try probe.gradientError() < 1e-6)
  }

  @Test func theSameKeyDropsTheSame() throws {
    let first = try ones(probability: 0.5).forward().scalars
    #expect(try ones(probability: 0.5).forward().scalars == first)
    #expect(try ones(probability: 0.5, key: 6).forward().scalars != first)
    #expect(try ones(probability: 0.5, stream: 2).forward().scalars != first)
  }

  @Test func threadsDoNotMatter() throws {
    try OperationCase(name: "", operation: DropoutOperation(probability: 0.5, stream: 1), shapes: [[7, 9_001]]).checkThreads()
  }

  @Test func atTheEdges() throws {
    #expect(try ones(probability: 0).forward().scalars.allSatisfy { $0 == 1 })
    #expect(try ones(probability: 1).forward().scalars.allSatisfy { $0 == 0 })
  }

  @Test func inferenceChangesNothing() throws {
    let input = numbers([3, 5], seed: 1)
    var probe = try OperationProbe(DropoutOperation(probability: 0.5, stream: 1), [input])
    probe.pass.mode = .inference
    let weights = numbers([3, 5], seed: 99)
    #expect(probe.forward().scalars == input.scalars)
    #expect(probe.gradients(weights: weights)[0]?.scalars == weights.scalars)
    let network = try Network<Double>(Sequential(Dropout(0.5)), inputShape: [5])
    #expect(try network.forward(input).scalars == input.scalars)
  }

  /// Two layers of a network do not drop the same elements.
  @Test func layersDifferByName() throws {
    let network = try Network<Double>(Sequential(Dropout(0.5).named("a"), Dropout(0.5).named("b")), inputShape: [1_000])
    let executor = try Executor(network.graph, network.parameters, batchSize: 1)
    try executor.setInput(network.input, to: Tensor.ones([1, 1_000]))
    executor.forward(to: network.output, Pass(mode: .training, randomKey: 1))
    let kept = executor.value(of: network.output).scalars.count { $0 != 0 }
    #expect(kept > 180 && kept < 320)
  }

  @Test func aProbabilityOutOfRangeIsNamed() { Misfit(Dropout(1.5), [4], "1.5").check() }
}
