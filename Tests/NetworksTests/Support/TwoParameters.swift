import Networks
import Tensors

/// The two parameters, a [3, 4] and b [5], that make_optimizers.py moves.
struct TwoParameters {
  let parameters: Parameters<Double>

  init() throws {
    var graph = Graph()
    _ = try graph.addParameter("a", Parameter(shape: [3, 4], initializer: .constant(0)))
    _ = try graph.addParameter("b", Parameter(shape: [5], initializer: .constant(0)))
    parameters = Parameters(of: graph, seed: 1)
    try parameters.set("a", to: numbers([3, 4], seed: 1))
    try parameters.set("b", to: numbers([5], seed: 2))
  }

  func setGradients(step: Int) {
    for (name, seed) in [("a", 10), ("b", 50)] {
      let slot = parameters.slot(named: name)!
      for (index, value) in (numbers(slot.shape, seed: UInt64(seed + step)) * 3).scalars.enumerated() {
        parameters.gradientPointer(slot)![index] = value
      }
    }
  }

  func take(_ steps: Range<Int>, _ state: OptimizerState<Double>) {
    for step in steps {
      setGradients(step: step)
      state.update(learningRate: 0.05)
    }
  }
}
