import Networks
import TestSupport
import Tensors
import Testing

/// A layer used twice has one set of parameters, and its gradient is the sum over both uses.
@Suite struct SharedParameterTests {
  private func siamese() throws -> Graph {
    var graph = Graph()
    let pair = try graph.addInput("pair", sampleShape: [2, 3])
    let first = try graph.addReshape(try graph.addSlice(pair, .init(axis: 1, end: 1)), to: [3], name: "left")
    let second = try graph.addReshape(try graph.addSlice(pair, .init(axis: 1, start: 1)), to: [3], name: "right")
    let encoder = Sequential(Linear(3, 4), ReLU(), Linear(4, 2))
    let a = try graph.addLayer(encoder, after: first, name: "encoder")
    let b = try graph.addAgain(encoder, after: second, name: "encoder")
    _ = try graph.addDifference(a, b, name: "difference")
    return graph
  }

  @Test func parametersAreThereOnce() throws {
    let network = try Network<Double>(graph: siamese())
    #expect(network.stateDictionary.keys.sorted() == ["encoder.0.bias", "encoder.0.weight", "encoder.2.bias", "encoder.2.weight"])
    #expect(network.graph.contains("encoder.2") && network.graph.contains("encoder.2_2"))
    // Twice the same half: no difference.
    let half = numbers([1, 1, 3], seed: 1).scalars
    #expect(try network.forward(Tensor(half + half, shape: [1, 2, 3])).scalars == [0, 0])
    #expect(Summary(network.graph).parameterCount == 3 * 4 + 4 + 4 * 2 + 2)
  }

  @Test func gradientsAddUp() throws {
    let graph = try siamese()
    let parameters = Parameters<Double>(of: graph, seed: 5)
    let executor = try Executor(graph, parameters, batchSize: 4, loss: graph.outputs[0])
    try executor.setInput(graph.inputs[0], to: numbers([4, 2, 3], seed: 2))
    let pass = Pass(mode: .training)
    func objective() -> Double {
      executor.forward(to: graph.outputs[0], pass)
      return executor.value(of: graph.outputs[0]).scalars.reduce(0, +)
    }
    _ = objective()
    executor.backward(pass)
    let gradient = try parameters.gradient("encoder.0.weight").scalars
    let slot = try #require(parameters.slot(named: "encoder.0.weight"))
    for index in 0..<slot.count {
      let weight = parameters.pointer(slot) + index
      let kept = weight.pointee
      weight.pointee = kept + 1e-5
      let above = objective()
      weight.pointee = kept - 1e-5
      let slope = (above - objective()) / 2e-5
      weight.pointee = kept
      #expect(abs(slope - gradient[index]) < 1e-8)
    }
  }

  @Test func anotherShapeUnderTheSameNameIsRefused() throws {
    var graph = Graph()
    let x = try graph.addInput("x", sampleShape: [3])
    _ = try graph.addLayer(Linear(3, 4), after: x, name: "fc")
    #expect(throws: NetworkError.valueShape(name: "fc.weight", expected: [4, 3], found: [5, 3])) {
      try graph.addAgain(Linear(3, 5), after: x, name: "fc")
    }
  }
}
