internal import Tensors

/// Two steps that can run as one, which spares the memory between them the traffic: ReLU and pooling, say. Nobody must notice, so
/// the two stay at hand for those who look at the node that is left out.
struct Fusion<Scalar: FloatingScalar> {
  typealias Step = ExecutionPlan<Scalar>.Step

  let producer: Step
  let consumer: Step
  /// Does the work of both, in the place of the consumer.
  let step: Step

  /// Those that the kernels of `steps` offer, by the node that is left out.
  static func all(in graph: Graph, _ steps: [Step]) -> [NodeID: Fusion] {
    var consumers = [Int](repeating: 0, count: graph.nodes.count)
    for node in graph.nodes {
      for input in node.inputs { consumers[input.index] += 1 }
    }
    let stepOfNode = Dictionary(uniqueKeysWithValues: steps.map { ($0.node, $0) })
    var fusions: [NodeID: Fusion] = [:]
    for consumer in steps {
      let inputs = graph[consumer.node].inputs
      guard inputs.count == 1, consumers[inputs[0].index] == 1, let producer = stepOfNode[inputs[0]],
        let kernel = consumer.kernel.fused(with: producer.kernel)
      else { continue }
      // A producer must find its own inputs in memory.
      guard graph[producer.node].inputs.allSatisfy({ fusions[$0] == nil }) else { continue }
      let memory = NodeMemory(
        inputs: producer.memory.inputs, output: consumer.memory.output, saved: consumer.memory.saved,
        workspace: consumer.memory.workspace, outputGradient: consumer.memory.outputGradient,
        inputGradients: producer.memory.inputGradients)
      let step = Step(node: consumer.node, kernel: kernel, memory: memory, additions: producer.additions)
      fusions[producer.node] = Fusion(producer: producer, consumer: consumer, step: step)
    }
    return fusions
  }
}
