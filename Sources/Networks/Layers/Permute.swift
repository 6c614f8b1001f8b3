/// The axes in another order; the batch is axis 0.
public struct Permute: Layer {
  /// Axis number i of the result is the input's axis `axes[i]`.
  public var axes: [Int]

  public init(_ axes: Int...) { self.axes = axes }
  public init(_ axes: [Int]) { self.axes = axes }

  public var kindName: String { "permute" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(PermuteOperation(axes: axes), name: scope.node(kindName), inputs: [input])
  }
}
