/// Through which nodes and edges of a graph gradients run.
struct GradientFlow {
  /// Whether each node has a gradient.
  let reaches: [Bool]
  /// For each node and each of its inputs: none, the first to write the input's gradient in the backward pass, or a later one.
  private let edges: [[Edge]]

  private enum Edge { case none, first, later }

  /// No gradients at all.
  init(none graph: Graph) {
    reaches = [Bool](repeating: false, count: graph.nodes.count)
    edges = graph.nodes.map { $0.inputs.map { _ in .none } }
  }

  /// From `source` back to all trained parameters and to `watched` nodes.
  init(_ graph: Graph, from source: NodeID, watched: Set<NodeID>) {
    let isUpstream = graph.ancestors(of: [source])
    var wants = [Bool](repeating: false, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() where isUpstream[index] {
      let isSource = node.parameter?.isTrainable == true || watched.contains(NodeID(index: index))
      let flows = node.inputs.enumerated().contains { wants[$1.index] && node.operation!.isDifferentiable(input: $0) }
      wants[index] = isSource || flows
    }
    wants[source.index] = true
    // A node wants a gradient only where one arrives.
    var arrives = [Bool](repeating: false, count: graph.nodes.count)
    arrives[source.index] = true
    var edges = graph.nodes.map { $0.inputs.map { _ in Edge.none } }
    for index in graph.nodes.indices.reversed() where arrives[index] && wants[index] {
      let node = graph.nodes[index]
      for (position, input) in node.inputs.enumerated() {
        guard wants[input.index], node.operation!.isDifferentiable(input: position) else { continue }
        edges[index][position] = arrives[input.index] ? .later : .first
        arrives[input.index] = true
      }
    }
    reaches = zip(wants, arrives).map { $0 && $1 }
    self.edges = edges
  }

  /// Whether a gradient runs from `node` to its input at `position`.
  func runs(node: Int, position: Int) -> Bool { edges[node][position] != .none }

  func isLaterWriter(node: Int, position: Int) -> Bool { edges[node][position] == .later }
}
