/// Layers one after another.
///
/// Each is called by the name it was given with ``Layer/named(_:)``, otherwise by its position, as in PyTorch: `0.weight`, `2.bias`.
public struct Sequential: Layer {
  public let layers: [any Layer]

  public init(_ layers: any Layer...) { self.layers = layers }
  public init(_ layers: [any Layer]) { self.layers = layers }

  public var kindName: String { "sequential" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    var last = input
    for (position, layer) in layers.enumerated() {
      let name = (layer as? Named)?.name ?? String(position)
      last = try layer.add(to: &graph, after: last, scope: scope.appending(name))
    }
    return last
  }
}
