public import Tensors

/// A node's place in its ``Graph``. Inputs of a node always have smaller indices than the node.
public struct NodeID: Hashable, Comparable, Sendable {
  public let index: Int

  public static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

/// A named value in a graph: something that is fed in, something that is learned, or what an operation makes of other nodes.
public struct Node: Sendable {
  public enum Role: Sendable {
    /// Fed in at each pass; the first axis is the batch.
    case input
    /// Kept between passes.
    case parameter(Parameter)
    case operation(any Operation)
  }

  /// Unique within the graph. Parameters are called as PyTorch would call them: `fc1.weight`.
  public let name: String
  public let role: Role
  public let inputs: [NodeID]
  /// The shape for a batch of one sample.
  public let shape: Shape

  /// `Input`, `Parameter`, or the operation's kind, such as `Linear`.
  public var kind: String {
    switch role {
    case .input: "Input"
    case .parameter: "Parameter"
    case .operation(let operation): operation.kind
    }
  }

  public var parameter: Parameter? {
    if case .parameter(let parameter) = role { parameter } else { nil }
  }

  public var operation: (any Operation)? {
    if case .operation(let operation) = role { operation } else { nil }
  }
}

/// What is kept between passes: a weight, or a statistic that a layer updates by itself.
public struct Parameter: Sendable {
  public var shape: Shape
  public var initializer: Initializer
  /// Whether optimisers change it; false for running statistics.
  public var isTrainable: Bool

  public init(shape: Shape, initializer: Initializer, isTrainable: Bool = true) {
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
  }
}
