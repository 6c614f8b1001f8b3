import Networks
import TestSupport
import Tensors
import Testing

/// Residual connections, branches, attention and graphs written by hand.
@Suite struct BranchTests {
  @Test func namesAreThoseOfPyTorch() throws {
    let model = Sequential(
      Sequential(Linear(4, 4), ReLU(), Sequential(Linear(4, 4))),
      Residual(Linear(4, 6), ReLU(), projection: Linear(4, 6)).named("block"),
      Branches(Linear(6, 2), Sequential(Linear(6, 3)).named("wide"), joinedBy: .concatenate(axis: 1)), Linear(5, 1).named("head"))
    let network = try Network<Float>(model, inputShape: [4])
    #expect(
      Set(network.stateDictionary.keys)
        == Set(
          ["0.0", "0.2.0", "block.0", "block.projection", "2.0", "2.wide.0", "head"].flatMap { ["\($0).weight", "\($0).bias"] }))
    #expect(network.graph[try network.graph.node(named: "block")].kind == "Add")
    #expect(network.graph[try network.graph.node(named: "2")].kind == "Concatenate")
    #expect(network.graph[try network.graph.node(named: "2")].shape == [1, 5])
  }

  @Test func aResidualBlockAddsItsInput() throws {
    let network = try Network<Double>(Sequential(Residual(Linear(3, 3), ReLU())), inputShape: [3])
    let x = numbers([4, 3], seed: 1)
    let inner = try network.values(of: ["0.1"], for: x)["0.1"]!
    #expect(try network.forward(x).scalars == (inner + x).scalars)
  }

  @Test func threeBranchesAreAdded() throws {
    let branches = Branches(Linear(3, 2), Linear(3, 2).named("second"), Linear(3, 2), joinedBy: .add)
    let network = try Network<Double>(Sequential(branches), inputShape: [3])
    let values = try network.values(of: ["0.0", "0.second", "0.2", "0"], for: numbers([4, 3], seed: 1))
    #expect(relativeDifference(values["0"]!.scalars, (values["0.0"]! + values["0.second"]! + values["0.2"]!).scalars) < 1e-15)
  }

  @Test func branchesThatDoNotFitAreNamed() {
    #expect {
      _ = try Network<Float>(Sequential(Residual(Linear(3, 4)).named("block")), inputShape: [3])
    } throws: {
      "\($0)" == "layer block (Add): shapes [1, 4] and [1, 3] do not broadcast"
    }
  }

  /// The gradient with respect to what feeds several consumers is the sum of theirs: judged by differences of the whole network.
  @Test func gradientsOfBranchesAddUp() throws {
    let model = Sequential(
      Residual(Linear(3, 3), ReLU(), Linear(3, 3)), Branches(Linear(3, 2), Flatten(), joinedBy: .concatenate(axis: 1)), Linear(5, 1))
    let graph = try model.graph(inputShape: [3])
    let (input, output) = (graph.inputs[0], graph.outputs[0])
    let executor = try Executor(graph, Parameters<Double>(of: graph, seed: 2), batchSize: 2, loss: output, watched: [input])
    let x = numbers([2, 3], seed: 4)
    let pass = Pass(mode: .training)
    func objective(_ value: Tensor<Double>) throws -> Double {
      try executor.setInput(input, to: value)
      executor.forward(to: output, pass)
      return executor.value(of: output).scalars.reduce(0, +)
    }
    _ = try objective(x)
    executor.backward(pass)
    let gradient = try #require(executor.gradient(of: input)).scalars
    for index in 0..<x.count {
      func moved(_ change: Double) -> Tensor<Double> {
        var scalars = x.scalars
        scalars[index] += change
        return Tensor(scalars, shape: x.shape)
      }
      let slope = (try objective(moved(1e-5)) - objective(moved(-1e-5))) / 2e-5
      #expect(abs(slope - gradient[index]) < 1e-8)
    }
  }

  @Test func multiheadAttentionIsThatOfPyTorch() throws {
    let fixture = try networkFixture("shapes")
    let graph = try MultiheadAttention(6, heads: 2).graph(inputShape: [4, 6])
    let parameters = Parameters<Double>(of: graph, seed: 1)
    let names = ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"]
    for (index, name) in names.enumerated() {
      try parameters.set(name, to: numbers(parameters.slot(named: name)!.shape, seed: UInt64(index + 2)))
    }
    let (input, output) = (graph.inputs[0], graph.outputs[0])
    let executor = try Executor(graph, parameters, batchSize: 3, loss: output, watched: [input])
    try executor.setInput(input, to: numbers([3, 4, 6], seed: 1))
    let pass = Pass(mode: .training)
    executor.forward(to: output, pass)
    executor.backward(pass, startingWith: numbers([3, 4, 6], seed: 99))
    #expect(relativeDifference(executor.value(of: output).scalars, fixture["multihead.value"].data) < 1e-13)
    #expect(relativeDifference(executor.gradient(of: input)!.scalars, fixture["multihead.gradient0"].data) < 1e-13)
    for (index, name) in names.enumerated() {
      #expect(relativeDifference(try parameters.gradient(name).scalars, fixture["multihead.gradient\(index + 1)"].data) < 1e-13)
    }
  }

  /// Causal attention: what comes later in a sequence changes nothing that came before.
  @Test func causalAttentionDoesNotLookAhead() throws {
    let network = try Network<Float>(MultiheadAttention(4, heads: 2, isCausal: true), inputShape: [5, 4])
    let x = Tensor<Float>(numbers([1, 5, 4], seed: 1))
    var changed = x.scalars
    changed[16] += 1
    let (before, after) = (try network.forward(x).scalars, try network.forward(Tensor(changed, shape: x.shape)).scalars)
    #expect(Array(before.prefix(16)) == Array(after.prefix(16)))
    #expect(before.suffix(4) != after.suffix(4))
  }

  @Test func aGraphIsWrittenByHand() throws {
    var graph = Graph()
    let tokens = try graph.addInput("tokens", sampleShape: [3])
    let table = try graph.addParameter("table", Parameter(shape: [5, 4], initializer: .normal(mean: 0, deviation: 1)))
    let rows = try graph.addGather(table, indices: tokens)
    let mean = try graph.addReduction(.mean, rows, axes: [1])
    let hidden = try graph.addLayer(Linear(4, 4), after: mean, name: "hidden")
    let gated = try graph.addProduct(hidden, mean)
    let both = try graph.addConcatenation([gated, try graph.addDifference(hidden, mean)], axis: -1)
    let result = try graph.addSlice(both, .init(axis: 1, start: 1, end: 7, step: 2), name: "result")
    #expect(graph[result].shape == [1, 3])
    #expect(graph.contains("hidden.weight") && graph.contains("multiply") && graph.contains("reducemean"))

    let network = try Network<Double>(graph: graph)
    let value = try network.forward(Tensor([0, 4, 4, 2, 1, 3], shape: [2, 3]))
    let values = try network.values(of: ["hidden", "reducemean"], for: Tensor([0, 4, 4, 2, 1, 3], shape: [2, 3]))
    let (h, m) = (values["hidden"]!.scalars, values["reducemean"]!.scalars)
    // Columns 1, 3 and 5 of [h * m, h - m].
    for sample in 0..<2 {
      let at = sample * 4
      let expected = [h[at + 1] * m[at + 1], h[at + 3] * m[at + 3], h[at + 1] - m[at + 1]]
      #expect(Array(value.scalars[(sample * 3)..<(sample * 3 + 3)]) == expected)
    }
  }

  @Test func twoNodesOfOneNameAreRefused() throws {
    var graph = Graph()
    let x = try graph.addInput("x", sampleShape: [2])
    _ = try graph.addSum(x, x, name: "twice")
    #expect(throws: NetworkError.duplicateName("twice")) { try graph.addSum(x, x, name: "twice") }
  }
}
