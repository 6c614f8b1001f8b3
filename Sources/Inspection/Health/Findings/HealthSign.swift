/// What may be wrong with a training, as one sees it from outside.
public enum HealthSign: String, Sendable, CaseIterable {
  case nonFinite = "nonfinite"
  case exploding, vanishing, dead, dormant, saturated, symmetric
  case initialScale = "initial-scale"
  case updateRatio = "update-ratio"
  case diverging, stalled, overfitting

  /// What people do about it.
  public var remedy: String {
    switch self {
    case .nonFinite: "lower the learning rate, clip gradients, look for log or division of zero; go on from a checkpoint before it"
    case .exploding: "lower the learning rate, clip the gradients' norm, initialise smaller, scale the targets"
    case .vanishing: "ReLU or its kin instead of sigmoid or tanh, residual connections, normalisation, Kaiming or Xavier initialisation"
    case .dead: "lower the learning rate, leaky ReLU, GELU or SiLU, biases that begin at zero or above"
    case .dormant: "lower the learning rate, reset the idle units, a narrower layer"
    case .saturated: "smaller initial weights, inputs of mean 0 and deviation 1, normalisation before the activation"
    case .symmetric: "initialise the weights at random: units that begin alike stay alike"
    case .initialScale: "scale initial weights by the number of inputs (Xavier, Kaiming)"
    case .updateRatio: "change the learning rate until an update is about a thousandth of the weights"
    case .diverging: "lower the learning rate, warm it up, clip gradients"
    case .stalled: "raise the learning rate, check that data and labels belong together, and that all layers get gradients"
    case .overfitting: "end the training where the validation loss was lowest, weight decay, dropout, more or augmented data"
    }
  }

  /// The signs whose presence explains this one in the same run, so that it needs no remedy of its own.
  var causes: [HealthSign] {
    switch self {
    case .nonFinite, .exploding, .saturated, .symmetric, .overfitting: []
    case .dead: [.exploding, .nonFinite]
    case .vanishing: [.dead, .saturated]
    case .dormant: [.dead, .vanishing, .saturated, .symmetric]
    case .initialScale: [.saturated, .exploding]
    case .updateRatio: [.exploding, .nonFinite, .vanishing, .dead, .saturated]
    case .diverging: [.nonFinite, .exploding]
    case .stalled: [.nonFinite, .vanishing, .dead, .saturated, .symmetric, .updateRatio, .diverging]
    }
  }
}
