internal import CKernels
public import Tensors

/// RMSprop (Hinton 2012) with PyTorch's defaults: gradients divided by the root of their running mean square.
public struct RMSprop: Optimizer {
  /// How much of the mean square is kept at each step.
  public var smoothing: Double
  public var epsilon: Double
  public var momentum: Double
  public var weightDecay: Double
  /// Whether the running variance replaces the mean square (Graves 2013).
  public var isCentered: Bool

  public init(
    smoothing: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0, weightDecay: Double = 0, centered: Bool = false
  ) {
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    isCentered = centered
  }

  public var name: String { "rmsprop" }

  public var stateNames: [String] {
    ["square_average"] + (momentum == 0 ? [] : ["momentum"]) + (isCentered ? ["gradient_average"] : [])
  }

  public func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: OptimizerArrays<Scalar>, count: Int,
    learningRate: Double, step: Int
  ) {
    var rule = fathom_rmsprop(
      rate: learningRate, alpha: smoothing, epsilon: epsilon, momentum: momentum, weight_decay: weightDecay)
    let velocity = momentum == 0 ? nil : state[1]
    let average = isCentered ? state[momentum == 0 ? 1 : 2] : nil
    switch Scalar.kind {
    case .float32:
      fathom_rmsprop_f32(&rule, count, values.as(), gradients.as(), state[0].as(), velocity?.as(), average?.as())
    default:
      fathom_rmsprop_f64(&rule, count, values.as(), gradients.as(), state[0].as(), velocity?.as(), average?.as())
    }
  }
}
