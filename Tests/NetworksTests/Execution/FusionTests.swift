import Networks
import TestSupport
import Tensors
import Testing

/// ReLU and the pooling after it run as one step; nobody can tell.
@Suite(.serialized) struct FusionTests {
  /// A network with two such pairs, one of odd extents, and its loss.
  struct Model {
    let executor: Executor<Float>
    let input: NodeID, loss: NodeID
    let pass = Pass(mode: .training, randomKey: 1)

    init(watched: Set<String> = [], holdsNaN: Bool = false) throws {
      let layers = Sequential(
        Conv2d(1, 3, kernelSize: 3, padding: 1).named("conv1"), ReLU().named("relu1"), MaxPool2d(2).named("pool1"),
        Conv2d(3, 4, kernelSize: 3, padding: 1).named("conv2"), ReLU().named("relu2"), MaxPool2d(2).named("pool2"),
        Conv2d(4, 2, kernelSize: 2).named("last"), GlobalPool(.average).named("mean"))
      let network = try Network<Float>(layers, inputShape: [1, 11, 14])
      let (graph, targets, loss) = try network.graph.adding(.meanSquaredError)
      let nodes = try Set(watched.map { try graph.node(named: $0) })
      executor = try Executor(graph, network.parameters, batchSize: 5, loss: loss, watched: nodes)
      input = network.input
      self.loss = loss
      var images = spread([5, 1, 11, 14], seed: 4)
      if holdsNaN { images.withUnsafeMutableBufferPointer { $0[3] = .nan } }
      try executor.setInput(input, to: Tensor<Float>(images))
      try executor.setInput(targets, to: Tensor<Float>(numbers([5, 2, 1, 1], seed: 5)))
    }

    func node(_ name: String) throws -> NodeID { try executor.graph.node(named: name) }

    /// All NaNs are the same.
    private func bits(_ x: Float) -> UInt32 { x.isNaN ? .max : x.bitPattern }

    func step() {
      executor.forward(to: loss, pass)
      executor.backward(pass)
    }

    /// The bits of the gradients of all parameters.
    func gradients() throws -> [[UInt32]] {
      try executor.parameters.slots.map { try executor.parameters.gradient($0.name).scalars.map(bits) }
    }

    func bits(_ name: String) throws -> (value: [UInt32], gradient: [UInt32]) {
      let node = try node(name)
      return (
        executor.value(of: node).scalars.map(bits), try #require(executor.gradient(of: node)).scalars.map(bits)
      )
    }
  }

  @Test(arguments: [false, true]) func theResultsAreThoseOfTheSingleSteps(_ holdsNaN: Bool) throws {
    let fused = try Model(holdsNaN: holdsNaN)
    let single = try Model(watched: ["relu1", "relu2"], holdsNaN: holdsNaN)
    fused.step()
    single.step()
    #expect(try fused.gradients() == single.gradients())
    // What was left out is made when somebody asks.
    for name in ["relu1", "relu2", "conv1", "pool1", "pool2"] {
      let (found, expected) = (try fused.bits(name), try single.bits(name))
      #expect(found.value == expected.value, "\(name)")
      #expect(found.gradient == expected.gradient, "\(name)")
    }
  }

  @Test func whoeverHasLookedSeesEveryPass() throws {
    let model = try Model()
    model.step()
    let node = try model.node("relu1")
    let count = model.executor.shape(of: node).elementCount
    let value = UnsafeBufferPointer(start: model.executor.pointer(to: node), count: count)
    let gradient = UnsafeBufferPointer(start: try #require(model.executor.gradientPointer(to: node)), count: count)
    let before = (Array(value), Array(gradient))
    try model.executor.setInput(model.input, to: Tensor<Float>(spread([5, 1, 11, 14], seed: 9)))
    model.step()
    #expect(Array(value) != before.0 && Array(gradient) != before.1)
    let fresh = try Model(watched: ["relu1"])
    try fresh.executor.setInput(fresh.input, to: Tensor<Float>(spread([5, 1, 11, 14], seed: 9)))
    fresh.step()
    #expect(try model.bits("relu1") == fresh.bits("relu1"))
  }

  @Test func aValueReadBetweenThePassesIsNoHindrance() throws {
    let (model, single) = (try Model(), try Model(watched: ["relu1", "relu2"]))
    model.executor.forward(to: model.loss, model.pass)
    _ = model.executor.value(of: try model.node("relu2"))
    model.executor.backward(model.pass)
    single.step()
    #expect(try model.gradients() == single.gradients())
  }

  @Test func aTapSeesWhatWouldBeLeftOut() throws {
    let model = try Model()
    model.step()
    var seen: [String] = []
    model.executor.setTap(
      Tap(
        forward: { _ in
          seen.append("value")
          return nil
        },
        backward: { gradient in
          seen.append("gradient")
          return Tensor.zeros(gradient.shape)
        }), on: try model.node("relu1"))
    model.step()
    #expect(seen == ["value", "gradient"])
    #expect(try model.executor.parameters.gradient("conv1.weight").scalars.allSatisfy { $0 == 0 })
  }

  @Test func threadsDoNotMatter() throws {
    let results = try resultsWithThreads {
      let model = try Model()
      model.step()
      return try model.gradients()
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
  }
}
