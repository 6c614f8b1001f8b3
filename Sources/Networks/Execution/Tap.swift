public import Tensors

/// Reads, and if it likes replaces, what passes through a node.
public struct Tap<Scalar: FloatingScalar> {
  /// Called with the node's value once it is computed; what it returns is used instead, nil leaves it.
  public var forward: ((Tensor<Scalar>) -> Tensor<Scalar>?)?
  /// Called with the gradient with respect to the node's value, before it is propagated further.
  public var backward: ((Tensor<Scalar>) -> Tensor<Scalar>?)?

  public init(
    forward: ((Tensor<Scalar>) -> Tensor<Scalar>?)? = nil, backward: ((Tensor<Scalar>) -> Tensor<Scalar>?)? = nil
  ) {
    self.forward = forward
    self.backward = backward
  }
}
