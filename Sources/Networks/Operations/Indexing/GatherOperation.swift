public import Tensors

/// result[..., i, ...] = data[..., indices[i], ...] along an axis, which the axes of the indices replace: from data [v, d] and
/// indices [n, l] rows [n, l, d]. Indices are whole numbers; negative ones count from the end. What one out of range takes is NaN.
public struct GatherOperation: Operation {
  public let axis: Int
  public let kind: String

  public init(axis: Int = 0, kind: String = "Gather") {
    self.axis = axis
    self.kind = kind
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let data = inputs[0]
    let axis = try data.axis(axis)
    guard data[axis] > 0 else { throw ShapeMismatch("nothing can be taken from axis \(self.axis) of shape \(data)") }
    return Shape(data.dimensions[..<axis] + inputs[1].dimensions + data.dimensions[(axis + 1)...])
  }

  public func isDifferentiable(input index: Int) -> Bool { index == 0 }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let data = inputs[0]
    let axis = data.normalizedAxis(axis)
    return GatherKernel<Scalar>(
      outer: data[..<axis].reduce(1, *), extent: data[axis], inner: data[(axis + 1)...].reduce(1, *), count: inputs[1].elementCount)
  }
}

/// data [outer, extent, inner], indices [count], result [outer, count, inner].
private struct GatherKernel<Scalar: FloatingScalar>: OperationKernel {
  let outer: Int, extent: Int, inner: Int, count: Int

  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (data, indices, result) = (memory.inputs[0], memory.inputs[1], memory.output)
    Parallel.forEachRange(of: outer * count, grain: RowLoops.grain(inner)) { _, range in
      for row in range {
        let target = result + row * inner
        if let position = position(indices[row % count]) {
          target.update(from: data + (row / count * extent + position) * inner, count: inner)
        } else {
          target.update(repeating: .nan, count: inner)
        }
      }
    }
  }

  /// Added up in the order of the indices: threads share out the columns.
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let indices = memory.inputs[1]
    ElementRanges.clear(target, count: outer * extent * inner)
    for block in 0..<outer {
      let (source, target) = (gradient + block * count * inner, target + block * extent * inner)
      Parallel.forEachRange(of: inner, grain: Swift.max(16, RowLoops.grain(count))) { _, columns in
        for row in 0..<count {
          guard let position = position(indices[row]) else { continue }
          Scalar.axpy(
            columns.count, alpha: 1, source + (row * inner + columns.lowerBound), strideX: 1,
            target + (position * inner + columns.lowerBound), strideY: 1)
        }
      }
    }
  }

  /// Where an index points to; nil for anything that is no index.
  @inline(__always)
  private func position(_ index: Scalar) -> Int? {
    guard index >= Scalar(-extent), index < Scalar(extent), index == index.rounded(.towardZero) else { return nil }
    let whole = Int(index)
    return whole < 0 ? whole + extent : whole
  }
}
