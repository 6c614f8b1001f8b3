/// exp(x) divided by its sum along an axis: probabilities. The losses from logits need no such layer.
public struct Softmax: Layer {
  /// Counted from the end where negative; the batch is axis 0.
  public var axis: Int

  public init(axis: Int = -1) { self.axis = axis }
  public var kindName: String { "softmax" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(SoftmaxOperation(axis: axis), name: scope.node(kindName), inputs: [input])
  }
}

/// The logarithm of ``Softmax``, without its rounding.
public struct LogSoftmax: Layer {
  /// Counted from the end where negative; the batch is axis 0.
  public var axis: Int

  public init(axis: Int = -1) { self.axis = axis }
  public var kindName: String { "log_softmax" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(SoftmaxOperation(axis: axis, isLogarithmic: true), name: scope.node(kindName), inputs: [input])
  }
}
