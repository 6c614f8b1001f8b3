internal import Tensors

/// How a parameter begins.
///
/// Fans are PyTorch's: for a weight [out, in, kernel...] fan-in is in * kernel, fan-out is out * kernel.
public enum Initializer: Sendable, Hashable {
  case constant(Double)
  case uniform(lower: Double, upper: Double)
  case normal(mean: Double, deviation: Double)
  /// Uniform within ±gain sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio 2010).
  case xavierUniform(gain: Double = 1)
  /// Normal with deviation gain sqrt(2 / (fan-in + fan-out)).
  case xavierNormal(gain: Double = 1)
  /// Uniform within ±gain sqrt(3 / fan-in) (He et al. 2015); the gain for ReLU is sqrt(2).
  case kaimingUniform(gain: Double = 2.0.squareRoot())
  /// Normal with deviation gain / sqrt(fan-in).
  case kaimingNormal(gain: Double = 2.0.squareRoot())
  /// Uniform within ±1 / sqrt(`fanIn`): what PyTorch gives the weights and the biases of linear and convolution layers.
  case uniformByFanIn(Int)
  /// Rows (or columns, where there are more rows) orthonormal, times `gain` (Saxe et al. 2013).
  case orthogonal(gain: Double = 1)

  func fill<Scalar: FloatingScalar>(
    _ target: UnsafeMutableBufferPointer<Scalar>, shape: Shape, _ generator: RandomGenerator
  ) {
    var generator = generator
    func fillUniform(_ bound: Double) { generator.fillUniform(target, in: Scalar(-bound)..<Scalar(bound)) }
    func fillNormal(_ mean: Double, _ deviation: Double) {
      generator.fillNormal(target, mean: Scalar(mean), deviation: Scalar(deviation))
    }
    let (fanIn, fanOut) = Self.fans(of: shape)
    switch self {
    case .constant(let value): target.update(repeating: Scalar(value))
    case .uniform(let lower, let upper): generator.fillUniform(target, in: Scalar(lower)..<Scalar(upper))
    case .normal(let mean, let deviation): fillNormal(mean, deviation)
    case .xavierUniform(let gain): fillUniform(gain * (6 / (fanIn + fanOut)).squareRoot())
    case .xavierNormal(let gain): fillNormal(0, gain * (2 / (fanIn + fanOut)).squareRoot())
    case .kaimingUniform(let gain): fillUniform(gain * (3 / fanIn).squareRoot())
    case .kaimingNormal(let gain): fillNormal(0, gain / fanIn.squareRoot())
    case .uniformByFanIn(let fanIn): fillUniform(1 / Double(Swift.max(fanIn, 1)).squareRoot())
    case .orthogonal(let gain):
      fillNormal(0, 1)
      let rows = shape.first ?? 1
      Orthonormal.replace(target, rows: rows, length: target.count / Swift.max(rows, 1), gain: gain)
    }
  }

  private static func fans(of shape: Shape) -> (in: Double, out: Double) {
    guard shape.rank > 1 else { return (Double(Swift.max(shape.elementCount, 1)), Double(Swift.max(shape.elementCount, 1))) }
    let kernel = shape.dimensions.dropFirst(2).reduce(1, *)
    return (Double(shape[1] * kernel), Double(shape[0] * kernel))
  }
}
