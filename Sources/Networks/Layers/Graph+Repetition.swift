extension Graph {
  /// Adds the layer called `name` once more, on another input, with the parameters that it has already: their gradients add up. The
  /// new nodes are called `NAME_2` and so on.
  public mutating func addAgain(_ layer: any Layer, after input: NodeID, name: String) throws(NetworkError) -> NodeID {
    try reusingParameters { (graph) throws(NetworkError) in try layer.add(to: &graph, after: input, scope: Scope(name)) }
  }
}
