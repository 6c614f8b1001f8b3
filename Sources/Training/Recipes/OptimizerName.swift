internal import Networks

/// The optimisers by the names that options give them.
public enum OptimizerName: String, Sendable, CaseIterable {
  case sgd, adam, adamw, rmsprop

  var takesMomentum: Bool { self == .sgd || self == .rmsprop }

  /// With PyTorch's defaults for all that is not given.
  func optimizer(momentum: Double, weightDecay: Double) -> any Optimizer {
    switch self {
    case .sgd: SGD(momentum: momentum, weightDecay: weightDecay)
    case .adam: Adam(weightDecay: weightDecay)
    case .adamw: Adam(weightDecay: weightDecay, decouplesWeightDecay: true)
    case .rmsprop: RMSprop(momentum: momentum, weightDecay: weightDecay)
    }
  }
}
