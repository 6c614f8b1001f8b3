internal import CKernels
public import Tensors

/// Stochastic gradient descent, with momentum (Polyak's, or Nesterov's) and weight decay as in PyTorch.
public struct SGD: Optimizer {
  public var momentum: Double
  /// How much of the gradient does not enter the momentum after the first step.
  public var dampening: Double
  /// Whether the step looks ahead along the momentum (Nesterov 1983).
  public var looksAhead: Bool
  public var weightDecay: Double

  /// Traps where Nesterov's step is asked for without momentum, or with dampening.
  public init(momentum: Double = 0, dampening: Double = 0, nesterov: Bool = false, weightDecay: Double = 0) {
    precondition(!nesterov || (momentum > 0 && dampening == 0), "Nesterov's step needs momentum and no dampening")
    self.momentum = momentum
    self.dampening = dampening
    looksAhead = nesterov
    self.weightDecay = weightDecay
  }

  public var name: String { "sgd" }
  public var stateNames: [String] { momentum == 0 ? [] : ["momentum"] }

  public func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: OptimizerArrays<Scalar>, count: Int,
    learningRate: Double, step: Int
  ) {
    var rule = fathom_sgd(
      rate: learningRate, momentum: momentum, dampening: dampening, weight_decay: weightDecay, nesterov: looksAhead, first: step == 1)
    let velocity = momentum == 0 ? nil : state[0]
    switch Scalar.kind {
    case .float32: fathom_sgd_f32(&rule, count, values.as(), gradients.as(), velocity?.as())
    default: fathom_sgd_f64(&rule, count, values.as(), gradients.as(), velocity?.as())
    }
  }
}
