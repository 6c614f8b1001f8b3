internal import CKernels
public import Tensors

/// Adam (Kingma and Ba 2015), and AdamW where the weight decay is decoupled (Loshchilov and Hutter 2019). PyTorch's defaults.
public struct Adam: Optimizer {
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  public var weightDecay: Double
  /// Whether the decay shrinks the weights themselves (AdamW) instead of adding to their gradient.
  public var decouplesWeightDecay: Bool

  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0, decouplesWeightDecay: Bool = false
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decouplesWeightDecay = decouplesWeightDecay
  }

  /// AdamW with PyTorch's defaults.
  public static func decoupled(weightDecay: Double = 0.01) -> Adam { Adam(weightDecay: weightDecay, decouplesWeightDecay: true) }

  public var name: String { decouplesWeightDecay ? "adamw" : "adam" }
  public var stateNames: [String] { ["first_moment", "second_moment"] }

  public func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: OptimizerArrays<Scalar>, count: Int,
    learningRate: Double, step: Int
  ) {
    var rule = fathom_adam(
      rate: learningRate / (1 - power(beta1, step)), beta1: beta1, beta2: beta2, epsilon: epsilon,
      second_scale: 1 / (1 - power(beta2, step)).squareRoot(), weight_decay: decouplesWeightDecay ? 0 : weightDecay,
      keep: decouplesWeightDecay ? 1 - learningRate * weightDecay : 1)
    switch Scalar.kind {
    case .float32:
      fathom_adam_f32(&rule, count, values.as(), gradients.as(), state[0].as(), state[1].as())
    default:
      fathom_adam_f64(&rule, count, values.as(), gradients.as(), state[0].as(), state[1].as())
    }
  }
}

/// base to the power of a natural number.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
