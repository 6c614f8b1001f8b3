/// Everything behind the batch axis as one axis; or the axes from `first` to `last`, the batch axis being number 0.
public struct Flatten: Layer {
  public var first: Int
  public var last: Int

  public init(first: Int = 1, last: Int = -1) {
    self.first = first
    self.last = last
  }

  public var kindName: String { "flatten" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(FlattenOperation(first: first, last: last), name: scope.node(kindName), inputs: [input])
  }
}
