internal import Networks
internal import Tensors

/// Computes what some nodes make of the probe samples, with the parameters of the moment.
final class ActivationRecording {
  private let executor: Executor<Float>
  private let nodes: [(name: String, node: NodeID)]
  /// Those of the nodes on which no other one depends: a forward pass to each computes all.
  private let ends: [NodeID]

  /// - Parameter samples: Shape [n, ...].
  init(
    _ network: Network<Float>, _ samples: Tensor<Float>, _ activations: [(name: String, node: String)]
  ) throws(NetworkError) {
    var nodes: [(name: String, node: NodeID)] = []
    for (name, node) in activations { nodes.append((name, try network.graph.node(named: node))) }
    self.nodes = nodes
    executor = try Executor(network.graph, network.parameters, batchSize: samples.shape[0])
    try executor.setInput(network.input, to: samples)
    ends = Self.ends(of: Set(nodes.map(\.node)), in: network.graph)
  }

  /// The values, valid until the next call.
  func entries() -> [SnapshotEntry] {
    for node in ends { executor.forward(to: node, Pass(mode: .inference)) }
    return nodes.map { name, node in
      let shape = executor.shape(of: node)
      return SnapshotEntry(name, shape: shape, UnsafeBufferPointer(start: executor.pointer(to: node), count: shape.elementCount))
    }
  }

  private static func ends(of nodes: Set<NodeID>, in graph: Graph) -> [NodeID] {
    var isCovered: Set<NodeID> = []
    var ends: [NodeID] = []
    for node in graph.operations.reversed() {
      if nodes.contains(node), isCovered.insert(node).inserted { ends.append(node) }
      if isCovered.contains(node) { isCovered.formUnion(graph[node].inputs) }
    }
    return ends
  }
}
