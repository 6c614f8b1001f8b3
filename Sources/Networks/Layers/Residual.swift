/// What layers make of the input, added to the input: x + f(x) (He et al. 2016).
///
/// The layers are called as in a ``Sequential``. Where their result has another shape than the input, a `projection` brings the input
/// to it; it is called `projection` unless it was given a name. The node of the sum has the name of the whole.
public struct Residual: Layer {
  public let layers: Sequential
  public let projection: (any Layer)?

  public init(_ layers: any Layer..., projection: (any Layer)? = nil) { self.init(layers, projection: projection) }

  public init(_ layers: [any Layer], projection: (any Layer)? = nil) {
    self.layers = Sequential(layers)
    self.projection = projection
  }

  public var kindName: String { "residual" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    let result = try layers.add(to: &graph, after: input, scope: scope)
    var shortcut = input
    if let projection {
      let name = (projection as? Named)?.name ?? "projection"
      shortcut = try projection.add(to: &graph, after: input, scope: scope.appending(name))
    }
    return try graph.add(ElementwiseOperation(.add), name: scope.node(kindName), inputs: [result, shortcut])
  }
}
