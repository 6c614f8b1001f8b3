import AllocationCounter
import Networks
import TestSupport
import Tensors
import Testing

/// What every step of training owes: no allocation, and the same bytes with any number of threads.
@Suite(.serialized) struct TrainingPassTests {
  /// A network of many operations, ready to make steps.
  private struct Loop {
    let network: Network<Float>
    let executor: Executor<Float>
    let optimizer: OptimizerState<Float>
    let samples: Tensor<Float>, labels: Tensor<Float>
    let targets: NodeID, loss: NodeID

    init(batch: Int) throws {
      let model = Sequential(
        Linear(12, 24), ReLU(), Residual(Linear(24, 24), ReLU()), Reshape([4, 6]), MultiheadAttention(6, heads: 2), Permute(0, 2, 1),
        Flatten(), Branches(Linear(24, 3), Linear(24, 5), joinedBy: .concatenate(axis: 1)), Linear(8, 4))
      network = try Network<Float>(model, inputShape: [12])
      let (graph, targets, loss) = try network.graph.adding(.crossEntropy)
      (self.targets, self.loss) = (targets, loss)
      executor = try Executor(graph, network.parameters, batchSize: batch, loss: loss)
      optimizer = OptimizerState(Adam(), for: network.parameters)
      samples = Tensor<Float>(numbers([batch, 12], seed: 1))
      labels = Tensor<Float>((0..<batch).map { Float($0 % 4) })
    }

    func take(_ steps: Range<Int>) {
      for number in steps {
        let pass = Pass(mode: .training, randomKey: UInt64(number))
        try? executor.setInput(network.input, to: samples)
        try? executor.setInput(targets, to: labels)
        executor.forward(to: loss, pass)
        executor.backward(pass)
        network.parameters.clipGradients(.norm(1))
        optimizer.update(learningRate: 0.01)
      }
    }
  }

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

  /// The allocations of the calling thread are counted, whatever becomes of them. With one thread, for handing a loop to others takes a
  /// small object.
  @Test(.enabled(if: fathom_counts_allocations()), arguments: [1, 16, 700])
  func aStepAllocatesNothing(batch: Int) throws {
    let loop = try Loop(batch: batch)
    let counts = resultsWithThreads([1]) {
      loop.take(0..<3)
      return allocations { loop.take(3..<53) }
    }
    #expect(counts == [0])
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let states = try resultsWithThreads {
      let loop = try Loop(batch: 3000)
      loop.take(0..<3)
      return loop.network.stateDictionary.mapValues(\.scalars)
    }
    #expect(states[1] == states[0] && states[2] == states[0])
    #expect(states[0].values.allSatisfy { $0.allSatisfy { $0.isFinite } })
  }
}
