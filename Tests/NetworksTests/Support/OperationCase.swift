import Networks
import TestSupport
import Tensors
import Testing

/// An operation over inputs of given shapes, as make_operations.py has it under the same name: input k is `spread` with seed 1 + k, times
/// `factor`; the gradient of the result is `numbers` with seed 99.
struct OperationCase: Sendable, CustomTestStringConvertible {
  let name: String
  let operation: any Operation
  let shapes: [Shape]
  var factor = 1.0
  /// Further inputs without a gradient, put after the first one.
  var constants: [Tensor<Double>] = []
  var mode = Pass.Mode.training
  /// What torch's functions were given instead of the plain numbers.
  var transform: @Sendable (Int, Double) -> Double = { $1 }

  var testDescription: String { name }

  func probe() throws -> OperationProbe {
    var inputs = shapes.enumerated().map { index, shape in
      Tensor(spread(shape, seed: UInt64(1 + index)).scalars.map { transform(index, $0 * factor) }, shape: shape)
    }
    inputs.insert(contentsOf: constants, at: 1)
    var probe = try OperationProbe(operation, inputs)
    probe.pass.mode = mode
    return probe
  }

  /// Which of the probe's inputs belongs to the script's input `index`.
  private func place(_ index: Int) -> Int { index == 0 ? 0 : index + constants.count }

  /// Values and gradients against torch's, both in Double.
  func checkAgainstTorch(tolerance: Double = 1e-12, gradientScale: Double = 1) throws {
    let fixture = try networkFixture("operations")
    let probe = try probe()
    let value = probe.forward()
    let expected = fixture["\(name).value"]
    #expect(value.shape == Shape(expected.shape))
    #expect(relativeDifference(value.scalars, expected.data) < tolerance)
    let gradients = probe.gradients(weights: numbers(value.shape, seed: 99))
    for index in shapes.indices where operation.isDifferentiable(input: place(index)) {
      let expected = fixture["\(name).gradient\(index)"]
      let gradient = try #require(gradients[place(index)])
      #expect(gradient.shape == Shape(expected.shape))
      #expect(relativeDifference(gradient.scalars.map { $0 * gradientScale }, expected.data) < tolerance)
    }
  }

  /// Gradients against central differences.
  func checkDifferences() throws {
    #expect(try probe().gradientError() < 1e-6)
  }

  /// The same bits with any number of threads. For serialised suites.
  func checkThreads() throws {
    let results = try resultsWithThreads { () -> [[UInt64]] in
      let probe = try probe()
      let value = probe.forward()
      let gradients = probe.gradients(weights: numbers(value.shape, seed: 99))
      return ([value] + gradients.compactMap { $0 }).map { $0.scalars.map(\.bitPattern) }
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
  }
}

/// `numbers` with all elements apart from each other and from 0, where functions have their kinks.
func spread(_ shape: Shape, seed: UInt64) -> Tensor<Double> {
  let steps = (0..<shape.elementCount).map { Double(1 + $0) / 16_384 }
  return numbers(shape, seed: seed) + Tensor(steps, shape: shape)
}
