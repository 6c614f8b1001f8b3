internal import Tensors

/// y = x Wᵀ + b over the last axis. Parameters `weight` [out, in] and `bias` [out].
public struct Linear: Layer {
  public var inputFeatures: Int
  public var outputFeatures: Int
  public var hasBias: Bool
  public var weightInitializer: Initializer
  public var biasInitializer: Initializer

  /// Both initialisers default to PyTorch's: uniform within ±1/sqrt(inputFeatures).
  public init(
    _ inputFeatures: Int, _ outputFeatures: Int, bias: Bool = true, weightInitializer: Initializer? = nil,
    biasInitializer: Initializer? = nil
  ) {
    self.inputFeatures = inputFeatures
    self.outputFeatures = outputFeatures
    hasBias = bias
    self.weightInitializer = weightInitializer ?? .uniformByFanIn(inputFeatures)
    self.biasInitializer = biasInitializer ?? .uniformByFanIn(inputFeatures)
  }

  public var kindName: String { "linear" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    var inputs = [input]
    inputs.append(
      try graph.addParameter(
        scope.parameter("weight"), Parameter(shape: [outputFeatures, inputFeatures], initializer: weightInitializer)))
    if hasBias {
      inputs.append(try graph.addParameter(scope.parameter("bias"), Parameter(shape: [outputFeatures], initializer: biasInitializer)))
    }
    return try graph.add(LinearOperation(), name: scope.node(kindName), inputs: inputs)
  }
}
