public import Tensors

/// A rule by which parameters follow their gradients.
public protocol Optimizer: Sendable {
  var name: String { get }

  /// The names of the arrays that it keeps beside the parameters, each as large as they are: `first_moment`.
  var stateNames: [String] { get }

  /// Changes `values` [count] in place, and the arrays that are kept. `step` counts from 1.
  func update<Scalar: FloatingScalar>(
    _ values: UnsafeMutablePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, state: [UnsafeMutablePointer<Scalar>], count: Int,
    learningRate: Double, step: Int)
}

/// An optimiser at work on the parameters of a network: what it keeps, and how many steps it has made.
public final class OptimizerState<Scalar: FloatingScalar> {
  public let optimizer: any Optimizer
  public internal(set) var step = 0

  private let parameters: Parameters<Scalar>
  private let kept: [Memory<Scalar>]

  public init(_ optimizer: any Optimizer, for parameters: Parameters<Scalar>) {
    self.optimizer = optimizer
    self.parameters = parameters
    kept = optimizer.stateNames.map { _ in Memory(count: parameters.trainableSpan) }
  }

  /// One step of all trained parameters. O(how many there are), on all threads.
  public func update(learningRate: Double) {
    step += 1
    let (values, gradients) = (parameters.values.pointer, UnsafePointer(parameters.gradients.pointer))
    let state = kept.map(\.pointer)
    // Elementwise, so the cut has no bearing on the result.
    Parallel.forEachRange(of: parameters.trainableSpan, grain: 32_768) { _, range in
      let start = range.lowerBound
      optimizer.update(
        values + start, gradients + start, state: state.map { $0 + start }, count: range.count, learningRate: learningRate, step: step)
    }
  }
}
