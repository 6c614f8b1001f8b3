public import Tensors

/// Batch normalisation of [n, features] or [n, features, length]. Parameters `weight` and `bias` [features] if it is affine, and the
/// statistics `running_mean` and `running_var` [features], which training moves and no optimiser touches.
public struct BatchNorm1d: Layer {
  public var norm: BatchNorm

  public init(_ features: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, affine: Bool = true) {
    norm = BatchNorm(features, epsilon: epsilon, momentum: momentum, affine: affine, ranks: 2...3)
  }

  public var kindName: String { "batch_norm1d" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try norm.add(to: &graph, after: input, scope: scope, kindName)
  }
}

/// Batch normalisation of images [n, channels, height, width]. Parameters as those of ``BatchNorm1d``.
public struct BatchNorm2d: Layer {
  public var norm: BatchNorm

  public init(_ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, affine: Bool = true) {
    norm = BatchNorm(channels, epsilon: epsilon, momentum: momentum, affine: affine, ranks: 4...4)
  }

  public var kindName: String { "batch_norm2d" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    try norm.add(to: &graph, after: input, scope: scope, kindName)
  }
}

/// What the batch normalisations share.
public struct BatchNorm: Sendable, Hashable {
  public var channels: Int
  public var epsilon: Double
  /// What the batch counts in the running statistics.
  public var momentum: Double
  /// Whether a weight and a bias are learned.
  public var isAffine: Bool
  let ranks: ClosedRange<Int>

  init(_ channels: Int, epsilon: Double, momentum: Double, affine: Bool, ranks: ClosedRange<Int>) {
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
    isAffine = affine
    self.ranks = ranks
  }

  func add(to graph: inout Graph, after input: NodeID, scope: Scope, _ kindName: String) throws(NetworkError) -> NodeID {
    func parameter(_ name: String, _ value: Double, trained: Bool) throws(NetworkError) -> NodeID {
      try graph.addParameter(
        scope.parameter(name), Parameter(shape: [channels], initializer: .constant(value), isTrainable: trained))
    }
    var affine: [NodeID] = []
    if isAffine { affine = [try parameter("weight", 1, trained: true), try parameter("bias", 0, trained: true)] }
    let statistics = [try parameter("running_mean", 0, trained: false), try parameter("running_var", 1, trained: false)]
    let operation = BatchNormOperation(epsilon: epsilon, momentum: momentum, ranks: ranks)
    return try graph.add(operation, name: scope.node(kindName), inputs: [input] + statistics + affine)
  }
}

/// Layer normalisation over the last axes, which have the extents `shape`. Parameters `weight` and `bias` of that shape if it is affine.
public struct LayerNorm: Layer {
  public var shape: Shape
  public var epsilon: Double
  /// Whether a weight and a bias are learned.
  public var isAffine: Bool

  public init(_ shape: Shape, epsilon: Double = 1e-5, affine: Bool = true) {
    self.shape = shape
    self.epsilon = epsilon
    isAffine = affine
  }

  /// Over the last axis alone.
  public init(_ features: Int, epsilon: Double = 1e-5, affine: Bool = true) {
    self.init([features] as Shape, epsilon: epsilon, affine: affine)
  }

  public var kindName: String { "layer_norm" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    var inputs = [input]
    if isAffine {
      inputs.append(try graph.addParameter(scope.parameter("weight"), Parameter(shape: shape, initializer: .constant(1))))
      inputs.append(try graph.addParameter(scope.parameter("bias"), Parameter(shape: shape, initializer: .constant(0))))
    }
    return try graph.add(LayerNormOperation(shape: shape, epsilon: epsilon), name: scope.node(kindName), inputs: inputs)
  }
}
