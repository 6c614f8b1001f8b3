/// Each sample under another shape; one extent of -1 is worked out from the others.
public struct Reshape: Layer {
  /// Without the batch axis.
  public var sampleDimensions: [Int]

  public init(_ sampleDimensions: [Int]) { self.sampleDimensions = sampleDimensions }

  public var kindName: String { "reshape" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ReshapeOperation(dimensions: [0] + sampleDimensions), name: scope.node(kindName), inputs: [input])
  }
}
