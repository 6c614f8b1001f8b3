internal import Tensors

/// A row of `weight` [count, width] for each whole number fed in: [n, l] gives [n, l, width]. Standard normal at first, as in PyTorch.
public struct Embedding: Layer {
  /// How many numbers there are: 0..<count.
  public var count: Int
  public var width: Int
  public var initializer: Initializer

  public init(_ count: Int, _ width: Int, initializer: Initializer = .normal(mean: 0, deviation: 1)) {
    self.count = count
    self.width = width
    self.initializer = initializer
  }

  public var kindName: String { "embedding" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    let weight = try graph.addParameter(scope.parameter("weight"), Parameter(shape: [count, width], initializer: initializer))
    return try graph.add(GatherOperation(kind: "Embedding"), name: scope.node(kindName), inputs: [weight, input])
  }
}
