import AllocationCounter
import Networks
import TestSupport
import Tensors
import Testing

/// A training step takes no memory: the allocations of the calling thread are counted, whatever becomes of them. With one thread, for
/// handing a loop to others takes a small object.
@Suite(.serialized) struct AllocationTests {
  private func allocations(_ body: () -> Void) -> Int {
    let before = fathom_allocation_count()
    body()
    return fathom_allocation_count() - before
  }

  @Test(.enabled(if: fathom_counts_allocations()))
  func theCounterCounts() {
    var taken: [UnsafeMutableRawPointer] = []
    taken.reserveCapacity(10)
    let count = allocations { for size in 1...10 { taken.append(.allocate(byteCount: size, alignment: 8)) } }
    #expect(count == 10)
    for memory in taken { memory.deallocate() }
  }

  @Test(.enabled(if: fathom_counts_allocations()), arguments: [1, 16, 700])
  func aStepAllocatesNothing(batch: Int) throws {
    let model = Sequential(
      Linear(12, 24), ReLU(), Residual(Linear(24, 24), ReLU()), Reshape([4, 6]), MultiheadAttention(6, heads: 2), Permute(0, 2, 1),
      Flatten(), Branches(Linear(24, 3), Linear(24, 5), joinedBy: .concatenate(axis: 1)), Linear(8, 4))
    let network = try Network<Float>(model, inputShape: [12])
    let (graph, targets, loss) = try network.graph.adding(.crossEntropy)
    let executor = try Executor(graph, network.parameters, batchSize: batch, loss: loss)
    let samples = Tensor<Float>(numbers([batch, 12], seed: 1))
    let labels = Tensor<Float>((0..<batch).map { Float($0 % 4) })
    let optimizer = OptimizerState(Adam(), for: network.parameters)
    func step(_ number: Int) {
      let pass = Pass(mode: .training, randomKey: UInt64(number))
      try? executor.setInput(network.input, to: samples)
      try? executor.setInput(targets, to: labels)
      executor.forward(to: loss, pass)
      executor.backward(pass)
      network.parameters.clipGradients(.norm(1))
      optimizer.update(learningRate: 0.01)
    }
    let counts = resultsWithThreads([1]) {
      for number in 0..<3 { step(number) }
      return allocations { for number in 3..<53 { step(number) } }
    }
    #expect(counts == [0])
  }
}
