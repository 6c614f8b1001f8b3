public import Tensors

/// Part of an array: along each named axis the positions `start`, `start + step`... before `end`, as NumPy's `[start:end:step]`.
public struct SliceOperation: Operation {
  /// What is taken along one axis. Negative bounds count from the end, those beyond it are cut; nil is as far as there is something.
  public struct Part: Sendable, Hashable {
    public var axis: Int
    public var start: Int?
    public var end: Int?
    public var step: Int

    public init(axis: Int, start: Int? = nil, end: Int? = nil, step: Int = 1) {
      self.axis = axis
      self.start = start
      self.end = end
      self.step = step
    }

    /// The first position and how many there are of `extent`.
    func resolved(_ extent: Int) -> (start: Int, count: Int) {
      let bounds = step > 0 ? (least: 0, most: extent) : (least: -1, most: extent - 1)
      func cut(_ position: Int) -> Int { Swift.min(Swift.max(position < 0 ? position + extent : position, bounds.least), bounds.most) }
      let first = start.map(cut) ?? (step > 0 ? bounds.least : bounds.most)
      let end = end.map(cut) ?? (step > 0 ? bounds.most : bounds.least)
      let distance = step > 0 ? end - first : first - end
      return (first, distance > 0 ? (distance - 1) / Swift.abs(step) + 1 : 0)
    }
  }

  public let parts: [Part]

  public init(_ parts: [Part]) { self.parts = parts }

  public var kind: String { "Slice" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let input = inputs[0]
    var result = input
    _ = try input.axes(parts.map(\.axis))
    for part in parts {
      let axis = try input.axis(part.axis)
      guard part.step != 0 else { throw ShapeMismatch("a step of 0 along axis \(part.axis) leads nowhere") }
      result[axis] = part.resolved(input[axis]).count
      guard result[axis] > 0 else {
        throw ShapeMismatch("nothing is left of axis \(part.axis) of shape \(input) between its start and its end")
      }
    }
    return result
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    var strides = inputs[0].contiguousStrides
    var start = 0
    for part in parts {
      let axis = inputs[0].normalizedAxis(part.axis)
      start += part.resolved(inputs[0][axis]).start * strides[axis]
      strides[axis] *= part.step
    }
    return SliceKernel<Scalar>(
      inputCount: inputs[0].elementCount,
      forwardLoops: StridedLoops(shape: output, (strides, start), (output.contiguousStrides, 0)),
      backwardLoops: StridedLoops(shape: output, (output.contiguousStrides, 0), (strides, start)))
  }
}

private struct SliceKernel<Scalar: FloatingScalar>: OperationKernel {
  let inputCount: Int
  let forwardLoops: StridedLoops
  let backwardLoops: StridedLoops

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) { forwardLoops.copy(memory.inputs[0], to: memory.output) }

  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    ElementRanges.clear(target, count: inputCount)
    backwardLoops.copy(gradient, to: target)
  }
}
