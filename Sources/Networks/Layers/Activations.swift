public struct ReLU: Layer {
  public init() {}
  public var kindName: String { "relu" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.relu), name: scope.node(kindName), inputs: [input])
  }
}
