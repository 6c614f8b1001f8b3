import Networks
import Tensors
import Testing

/// A network, its loss and its optimiser together.
@Suite struct TrainingStepTests {
  @Test func aSmallNetworkLearnsExclusiveOr() throws {
    let model = Sequential(Linear(2, 16).named("hidden"), ReLU(), Linear(16, 2).named("out"))
    let network = try Network<Float>(model, inputShape: [2])
    let (graph, targets, loss) = try network.graph.adding(.crossEntropy)
    let executor = try Executor(graph, network.parameters, batchSize: 4, loss: loss)
    try executor.setInput(network.input, to: Tensor([0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2]))
    try executor.setInput(targets, to: Tensor([0, 1, 1, 0]))
    let optimizer = OptimizerState(Adam(), for: network.parameters)
    for step in 0..<300 {
      let pass = Pass(mode: .training, randomKey: UInt64(step))
      executor.forward(to: loss, pass)
      executor.backward(pass)
      optimizer.update(learningRate: 0.02)
    }
    #expect(executor.value(of: loss).scalars[0] < 0.01)
    let logits = try network.forward(Tensor([0, 1, 1, 1], shape: [2, 2]))
    #expect(logits.argmax(axis: 1).scalars == [1, 0])
  }

  @Test func tapsReadAndReplace() throws {
    let network = try Network<Float>(
      Sequential(Linear(3, 4).named("first"), ReLU().named("active"), Linear(4, 2).named("second")), inputShape: [3])
    let samples = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let before = try network.forward(samples)
    var seen: Tensor<Float>?
    try network.setTap(
      Tap(forward: { value in
        seen = value
        return Tensor.zeros(value.shape)
      }), on: "active")
    let silenced = try network.forward(samples)
    #expect(seen?.shape == [2, 4])
    let bias = try network.parameters.value("second.bias").scalars
    #expect(silenced.scalars == bias + bias)
    try network.setTap(nil, on: "active")
    #expect(try network.forward(samples).scalars == before.scalars)
  }
}
