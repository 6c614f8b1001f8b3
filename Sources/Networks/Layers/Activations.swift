/// max(x, 0).
public struct ReLU: Layer {
  public init() {}
  public var kindName: String { "relu" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.relu), name: scope.node(kindName), inputs: [input])
  }
}

/// x above zero, `slope` times x below.
public struct LeakyReLU: Layer {
  public var slope: Double

  public init(slope: Double = 0.01) { self.slope = slope }
  public var kindName: String { "leaky_relu" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.leakyReLU(slope: slope)), name: scope.node(kindName), inputs: [input])
  }
}

/// x Φ(x), Φ the normal distribution function: exactly, or by way of tanh as in the paper.
public struct GELU: Layer {
  public enum Form: Sendable, Hashable { case exact, tanh }

  public var form: Form

  public init(_ form: Form = .exact) { self.form = form }
  public var kindName: String { "gelu" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(form == .exact ? .gelu : .geluTanh), name: scope.node(kindName), inputs: [input])
  }
}

/// x sigmoid(x), also called swish.
public struct SiLU: Layer {
  public init() {}
  public var kindName: String { "silu" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.silu), name: scope.node(kindName), inputs: [input])
  }
}

/// 1 / (1 + exp(-x)).
public struct Sigmoid: Layer {
  public init() {}
  public var kindName: String { "sigmoid" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.sigmoid), name: scope.node(kindName), inputs: [input])
  }
}

/// The hyperbolic tangent.
public struct Tanh: Layer {
  public init() {}
  public var kindName: String { "tanh" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try graph.add(ActivationOperation(.tanh), name: scope.node(kindName), inputs: [input])
  }
}
