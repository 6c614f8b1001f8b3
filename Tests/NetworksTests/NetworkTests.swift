import Networks
import Tensors
import Testing

/// Summary, state dictionary, errors and taps of a whole network.
@Suite struct NetworkTests {
  private let model = Sequential(
    Linear(6, 4).named("fc1"), ReLU(), Reshape([2, 2]), Flatten(), Linear(4, 3, bias: false).named("fc2"))

  @Test func theSummaryIsATable() throws {
    let expected = """
      name   kind     output shape  parameters
      ----------------------------------------
      input  Input    [6]
      fc1    Linear   [4]                   28
      1      ReLU     [4]
      2      Reshape  [2, 2]
      3      Flatten  [4]
      fc2    Linear   [3]                   12
      ----------------------------------------
      40 parameters, 40 trained
      """
    #expect(try model.summary(inputShape: [6]) == expected)
    #expect(try Network<Float>(model, inputShape: [6]).summary == expected)
  }

  @Test func aStateGoesOutAndIn() throws {
    let network = try Network<Float>(model, inputShape: [6], seed: 1)
    let other = try Network<Float>(model, inputShape: [6], seed: 2)
    let samples = Tensor<Float>(numbers([5, 6], seed: 3))
    let expected = try network.forward(samples).scalars
    #expect(try other.forward(samples).scalars != expected)
    #expect(network.stateDictionary.mapValues(\.shape) == ["fc1.weight": [4, 6], "fc1.bias": [4], "fc2.weight": [3, 4]])
    try other.load(network.stateDictionary)
    #expect(try other.forward(samples).scalars == expected)
  }

  @Test func aStateThatDoesNotFitChangesNothing() throws {
    let network = try Network<Float>(model, inputShape: [6])
    let before = network.stateDictionary
    var state = before.mapValues { $0 * 2 }
    state["fc2.weight"] = Tensor.zeros([4, 3])
    #expect(throws: NetworkError.valueShape(name: "fc2.weight", expected: [3, 4], found: [4, 3])) { try network.load(state) }
    state["fc2.bias"] = state.removeValue(forKey: "fc1.bias")
    #expect(throws: NetworkError.stateDictionary(missing: ["fc1.bias"], unexpected: ["fc2.bias"])) { try network.load(state) }
    for (name, value) in before { #expect(network.stateDictionary[name]?.scalars == value.scalars) }
  }

  @Test func whatIsWrongIsNamed() throws {
    let network = try Network<Float>(model, inputShape: [6])
    #expect(throws: NetworkError.valueShape(name: "input", expected: [2, 6], found: [2, 5])) {
      try network.forward(Tensor.zeros([2, 5]))
    }
    #expect(throws: NetworkError.self) { try network.forward(Tensor.zeros([0, 6])) }
    #expect {
      try network.values(of: ["fc3"], for: Tensor.zeros([1, 6]))
    } throws: {
      "\($0)" == "no node is called fc3; there are: input, fc1, 1, 2, 3, fc2"
    }
    #expect {
      _ = try Network<Float>(model, inputShape: [7])
    } throws: {
      "\($0)" == "layer fc1 (Linear): expects 6 features in the last axis, was given shape [1, 7]"
    }
  }

  @Test func backwardTapsReadAndReplaceGradients() throws {
    let graph = try model.graph(inputShape: [6])
    let parameters = Parameters<Double>(of: graph, seed: 1)
    let executor = try Executor(graph, parameters, batchSize: 2, loss: graph.outputs[0], watched: [graph.inputs[0]])
    try executor.setInput(graph.inputs[0], to: numbers([2, 6], seed: 1))
    let pass = Pass(mode: .training)
    func run() throws -> [Double] {
      executor.forward(to: graph.outputs[0], pass)
      executor.backward(pass)
      return try parameters.gradient("fc1.bias").scalars
    }
    let gradient = try run()
    var seen: Tensor<Double>?
    let hidden = try graph.node(named: "1")
    executor.setTap(
      Tap(backward: {
        seen = $0
        return $0 * 2
      }), on: hidden)
    #expect(try run() == gradient.map { 2 * $0 })
    #expect(seen?.shape == [2, 4])
    var inputGradient: Tensor<Double>?
    executor.setTap(nil, on: hidden)
    executor.setTap(
      Tap(backward: {
        inputGradient = $0
        return nil
      }), on: graph.inputs[0])
    #expect(try run() == gradient)
    #expect(inputGradient?.shape == [2, 6])
    #expect(gradient.contains { $0 != 0 })
  }

  @Test func batchesOfAnySizeGiveTheSame() throws {
    // Batches of several sizes in turn: the plans of the last few are kept, the results are the same.
    let network = try Network<Double>(model, inputShape: [6])
    let all = numbers([7, 6], seed: 8)
    let whole = try network.forward(all).scalars
    for size in [1, 3, 7, 2, 3] {
      let part = Tensor(Array(all.scalars.prefix(size * 6)), shape: [size, 6])
      let result = try network.forward(part).scalars
      #expect(zip(result, whole).allSatisfy { abs($0 - $1) < 1e-14 })
    }
  }
}
