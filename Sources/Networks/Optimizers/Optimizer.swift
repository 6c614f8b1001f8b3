public import Tensors

/// A rule by which parameters follow their gradients.
public protocol Optimizer: Sendable {
  var name: String { get }

  /// The names of the arrays that it keeps beside the parameters, each as large as they are: `first_moment`.
  var stateNames: [String] { get }

  /// Changes `values` [count] in place, and the arrays that are kept, each element by itself. `step` counts from 1.
  func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: OptimizerArrays<Scalar>, count: Int,
    learningRate: Double, step: Int)
}

/// Where the arrays that an optimiser keeps lie, in the order of their names.
public struct OptimizerArrays<Scalar: FloatingScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>
  /// From one array to the next.
  let stride: Int

  public subscript(index: Int) -> UnsafeMutablePointer<Scalar> { base + index * stride }

  /// The arrays from element number `start` on.
  func advanced(by start: Int) -> OptimizerArrays { OptimizerArrays(base: base + start, stride: stride) }
}
