public import Tensors

/// Something that adds nodes to a graph: one operation with its parameters, or an arrangement of other layers.
public protocol Layer: Sendable {
  /// The name that it takes where nobody gives it one, such as `relu`.
  var kindName: String { get }

  /// Adds its nodes to `graph` and returns the one that holds its result.
  ///
  /// `scope` gives the names: that of the surroundings and, in it, its own.
  func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID
}

extension Layer {
  /// The graph of this layer alone for samples of `inputShape`, without the batch axis.
  public func graph(inputShape: Shape) throws(NetworkError) -> Graph {
    var graph = Graph()
    let input = try graph.addInput("input", sampleShape: inputShape)
    let output = try add(to: &graph, after: input, scope: Scope())
    graph.outputs = [output]
    return graph
  }

  /// The table of layers for samples of `inputShape`.
  public func summary(inputShape: Shape) throws(NetworkError) -> String { Summary(try graph(inputShape: inputShape)).description }

  /// This layer under another name in its surroundings.
  public func named(_ name: String) -> Named { Named(name: name, layer: self) }
}

/// A layer with a name of its own.
public struct Named: Layer {
  public let name: String
  public let layer: any Layer

  public var kindName: String { layer.kindName }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try layer.add(to: &graph, after: input, scope: scope)
  }
}
