import Networks
import Tensors

/// One operation in a graph of its own, whose inputs are parameters, so that any of them can have a gradient.
struct OperationProbe {
  let executor: Executor<Double>
  let result: NodeID
  let inputs: [NodeID]
  var pass = Pass(mode: .training, randomKey: 5)

  /// `trained`: which inputs get a gradient; all that the operation can give one unless said.
  init(_ operation: any Operation, _ values: [Tensor<Double>], trained: [Bool]? = nil) throws {
    var graph = Graph()
    var inputs: [NodeID] = []
    for (index, value) in values.enumerated() {
      let isTrained = trained?[index] ?? operation.isDifferentiable(input: index)
      inputs.append(
        try graph.addParameter(
          "input\(index)", Parameter(shape: value.shape, initializer: .constant(0), isTrainable: isTrained)))
    }
    result = try graph.add(operation, name: "operation", inputs: inputs)
    self.inputs = inputs
    executor = try Executor(graph, Parameters(of: graph, seed: 1), batchSize: 1, loss: result)
    for (index, value) in values.enumerated() { try executor.parameters.set("input\(index)", to: value) }
  }

  /// The operation's value.
  func forward() -> Tensor<Double> {
    executor.forward(to: result, pass)
    return executor.value(of: result)
  }

  /// The gradients with respect to the inputs that have one, the operation's elements weighted by `weights`.
  func gradients(weights: Tensor<Double>) -> [Tensor<Double>?] {
    _ = forward()
    executor.backward(pass, startingWith: weights)
    return inputs.map { executor.gradient(of: $0) }
  }

  /// The largest difference between a gradient and the central difference of sum(weights * value), relative to the largest
  /// derivative of its input. Inputs should keep away from kinks by more than `step`.
  func gradientError(step: Double = 1e-5) throws -> Double {
    let value = forward()
    let weights = numbers(value.shape, seed: 99)
    var worst = 0.0
    for (index, gradient) in gradients(weights: weights).enumerated() {
      guard let gradient else { continue }
      let name = "input\(index)"
      let original = try executor.parameters.value(name)
      var differences = original
      for position in 0..<original.count {
        func objective(_ change: Double) throws -> Double {
          var moved = original.scalars
          moved[position] += change
          try executor.parameters.set(name, to: Tensor(moved, shape: original.shape))
          let products = zip(forward().scalars, weights.scalars).map { $0 * $1 }
          return products.reduce(0, +)
        }
        let slope = (try objective(step) - objective(-step)) / (2 * step)
        differences.withUnsafeMutableBufferPointer { $0[position] = slope }
      }
      try executor.parameters.set(name, to: original)
      let scale = differences.scalars.map { Swift.abs($0) }.max() ?? 0
      let error = zip(gradient.scalars, differences.scalars).map { Swift.abs($0 - $1) }.max() ?? 0
      worst = Swift.max(worst, scale > 0 ? error / scale : error)
    }
    return worst
  }
}

/// Numbers in -0.5..<0.5, the same as those of `numbers` in the Python scripts beside the fixtures.
func numbers(_ shape: Shape, seed: UInt64) -> Tensor<Double> {
  let scalars = (0..<UInt64(shape.elementCount)).map { index -> Double in
    let hashed = ((index + seed * 1000) &* 2_654_435_761) & 0xFFFF_FFFF
    return Double(hashed >> 24) / 256 - 0.5
  }
  return Tensor(scalars, shape: shape)
}
