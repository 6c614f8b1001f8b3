public import Tensors

/// The axes in another order.
public struct PermuteOperation: Operation {
  private enum Order: Sendable {
    case listed([Int])
    case exchanged(Int, Int)
  }

  private let order: Order

  /// Axis number i of the result is the input's axis `axes[i]`. The batch is axis 0.
  public init(axes: [Int]) { order = .listed(axes) }

  /// Two axes exchanged.
  public init(exchanging first: Int, _ second: Int) { order = .exchanged(first, second) }

  public var kind: String { "Transpose" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let axes = try axes(of: inputs[0])
    return Shape(axes.map { inputs[0][$0] })
  }

  private func axes(of input: Shape) throws(ShapeMismatch) -> [Int] {
    switch order {
    case .exchanged(let first, let second):
      var axes = Array(input.indices)
      axes.swapAt(try input.axis(first), try input.axis(second))
      return axes
    case .listed(let axes):
      guard try input.axes(axes) == Array(input.indices) else {
        throw ShapeMismatch("axes \(axes) are no order of those of shape \(input)")
      }
      return axes.map(input.normalizedAxis)
    }
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    guard let axes = try? axes(of: inputs[0]) else { preconditionFailure("shape \(inputs[0]) was not checked") }
    return PermuteKernel<Scalar>(input: inputs[0], output: output, axes: axes)
  }
}

private struct PermuteKernel<Scalar: FloatingScalar>: OperationKernel {
  /// Operands source, target, in the order of the target's memory.
  let forwardLoops: StridedLoops
  let backwardLoops: StridedLoops

  init(input: Shape, output: Shape, axes: [Int]) {
    let (inputStrides, outputStrides) = (input.contiguousStrides, output.contiguousStrides)
    forwardLoops = StridedLoops(shape: output, (axes.map { inputStrides[$0] }, 0), (outputStrides, 0))
    var back = [Int](repeating: 0, count: axes.count)
    for (place, axis) in axes.enumerated() { back[axis] = outputStrides[place] }
    backwardLoops = StridedLoops(shape: input, (back, 0), (inputStrides, 0))
  }

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) { forwardLoops.copy(memory.inputs[0], to: memory.output) }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    backwardLoops.copy(gradient, to: target)
  }
}
