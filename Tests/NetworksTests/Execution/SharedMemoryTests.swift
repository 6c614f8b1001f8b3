import Networks
import Tensors
import Testing

/// Executors that take turns in one memory compute what they would in memory of their own.
@Suite struct SharedMemoryTests {
  private static func network() throws -> (network: Network<Float>, graph: Graph, targets: NodeID, loss: NodeID) {
    let model = Sequential(
      Conv2d(1, 4, kernelSize: 3, padding: .symmetric(1)), ReLU(), MaxPool2d(2), Flatten(), Linear(64, 8), ReLU(), Linear(8, 3))
    let network = try Network<Float>(model, inputShape: [1, 8, 8])
    let (graph, targets, loss) = try network.graph.adding(Loss.crossEntropy)
    return (network, graph, targets, loss)
  }

  /// The loss, and all gradients of the parameters.
  private static func step(_ executor: Executor<Float>, _ made: (network: Network<Float>, graph: Graph, targets: NodeID, loss: NodeID))
    throws -> [Float]
  {
    let count = executor.batchSize
    try executor.setInput(made.network.input, to: Tensor<Float>(numbers([count, 1, 8, 8], seed: 3)))
    try executor.setInput(made.targets, to: Tensor<Float>((0..<count).map { Float($0 % 3) }))
    executor.forward(to: made.loss, Pass(mode: .training))
    executor.backward(Pass(mode: .training))
    let parameters = made.network.parameters
    let gradients = try parameters.stateDictionary.keys.sorted().flatMap { name in
      try parameters.gradient(name).withUnsafeBufferPointer { Array($0) }
    }
    return [executor.pointer(to: made.loss).pointee] + gradients
  }

  @Test func turnsInOneMemory() throws {
    let made = try Self.network()
    func executor(_ size: Int, _ other: Executor<Float>? = nil) throws -> Executor<Float> {
      try Executor(made.graph, made.network.parameters, batchSize: size, loss: made.loss, sharingMemoryOf: other)
    }
    let large = try executor(9)
    let small = try executor(4, large)
    let larger = try executor(20, large)
    #expect(small.memoryCount == large.memoryCount)
    #expect(larger.memoryCount > large.memoryCount)

    let alone = try [Self.step(executor(9), made), Self.step(executor(4), made), Self.step(executor(20), made)]
    for _ in 0..<2 {
      #expect(try Self.step(large, made) == alone[0])
      #expect(try Self.step(small, made) == alone[1])
      #expect(try Self.step(larger, made) == alone[2])
    }
    #expect(alone[0][0] != alone[1][0])
  }
}
