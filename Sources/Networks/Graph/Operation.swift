public import Tensors

/// What makes a value of other values: convolution, activation, loss.
///
/// An operation is a small description; ``kernel(for:inputs:output:)`` works out once, for given shapes, all that its passes need.
public protocol Operation: Sendable {
  /// The name that people know it by, such as `Linear` or `MaxPool2d`.
  var kind: String { get }

  /// The shape of the result; inputs include the batch axis.
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape

  /// Whether a gradient can flow into input number `index`; false for labels and for statistics.
  func isDifferentiable(input index: Int) -> Bool

  /// Whether the result is the first input's memory read in another shape.
  var isView: Bool { get }

  /// What computes it for the given shapes, which ``outputShape(of:)`` has accepted.
  func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar>
}

extension Operation {
  public func isDifferentiable(input index: Int) -> Bool { true }
  public var isView: Bool { false }
}

/// The passes of an operation over given shapes. Neither allocates; neither depends on the number of threads.
///
/// A pass is called through the protocol, where nothing is known of the scalar. One that does more than hand its pointers on needs
/// `@specialized`, for itself or for what it calls: without it each step of a pointer costs nanoseconds.
public protocol OperationKernel<Scalar> {
  associatedtype Scalar: FloatingScalar

  /// How many scalars the forward pass keeps for the backward pass.
  var savedCount: Int { get }
  /// How many scalars of scratch memory a pass needs.
  var workspaceCount: Int { get }

  /// Writes the whole output.
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass)

  /// Writes the whole gradient of each input that has memory for one, from the output's gradient and what forward left.
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass)

  /// What does the work of `producer`, whose output is the only input of this operation, and of this operation in one, without the value
  /// between them; nil where there is nothing. Neither may have parameters.
  ///
  /// It is given the producer's inputs, and the output and the other memory of this operation, where it leaves exactly what this kernel
  /// would: the value between may be asked for afterwards, or its gradient, and then the two kernels themselves make it.
  func fused(with producer: any OperationKernel<Scalar>) -> (any OperationKernel<Scalar>)?
}

extension OperationKernel {
  public var savedCount: Int { 0 }
  public var workspaceCount: Int { 0 }
  public func fused(with producer: any OperationKernel<Scalar>) -> (any OperationKernel<Scalar>)? { nil }
}

/// Where the arrays of one node lie.
public struct NodeMemory<Scalar: FloatingScalar>: @unchecked Sendable {
  public let inputs: [UnsafePointer<Scalar>]
  public let output: UnsafeMutablePointer<Scalar>
  /// ``OperationKernel/savedCount`` scalars that stay from forward to backward.
  public let saved: UnsafeMutablePointer<Scalar>
  /// ``OperationKernel/workspaceCount`` scalars that nobody keeps.
  public let workspace: UnsafeMutablePointer<Scalar>
  /// Present in the backward pass.
  public let outputGradient: UnsafePointer<Scalar>?
  /// One for each input; nil where nobody needs the gradient.
  public let inputGradients: [UnsafeMutablePointer<Scalar>?]
}

/// What distinguishes one run through a graph from the next.
public struct Pass: Sendable, Hashable {
  public enum Mode: Sendable { case training, inference }

  public var mode: Mode
  /// The numbers that random operations such as dropout derive theirs from; a new one for each step.
  public var randomKey: UInt64

  public init(mode: Mode, randomKey: UInt64 = 0) {
    self.mode = mode
    self.randomKey = randomKey
  }
}
