public import Tensors

/// Stochastic gradient descent.
public struct SGD: Optimizer {
  public init() {}

  public var name: String { "sgd" }
  public var stateNames: [String] { [] }

  public func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: [UnsafeMutablePointer<Scalar>], count: Int,
    learningRate: Double, step: Int
  ) {
    Scalar.axpy(count, alpha: Scalar(-learningRate), gradients, strideX: 1, values, strideY: 1)
  }
}
