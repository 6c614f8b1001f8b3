public import Tensors

/// One number for each channel: the mean or the largest element over all positions of [n, channels, ...], which gives
/// [n, channels, 1, ...].
public struct GlobalPoolOperation: Operation {
  public enum Summary: Sendable, Hashable { case average, maximum }

  public let summary: Summary

  public init(_ summary: Summary) { self.summary = summary }

  public var kind: String {
    switch summary {
    case .average: "GlobalAveragePool"
    case .maximum: "GlobalMaxPool"
    }
  }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let x = inputs[0]
    guard x.rank >= 3, x.dimensions.dropFirst(2).allSatisfy({ $0 > 0 }) else {
      throw ShapeMismatch("expects [n, channels, ...] with positions, was given shape \(x)")
    }
    return Shape(x.dimensions.prefix(2) + [Int](repeating: 1, count: x.rank - 2))
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let planes = output.elementCount
    let plane = inputs[0].dimensions.dropFirst(2).reduce(1, *)
    switch summary {
    case .average: return GlobalAverageKernel<Scalar>(planes: planes, plane: plane)
    case .maximum: return GlobalMaximumKernel<Scalar>(planes: planes, plane: plane)
    }
  }
}

private struct GlobalAverageKernel<Scalar: FloatingScalar>: OperationKernel {
  let planes: Int, plane: Int

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    Parallel.forEachRange(of: planes, grain: RowLoops.grain(plane)) { _, range in
      for index in range { y[index] = Scalar(Runs.sum(x + index * plane, count: plane) / Double(plane)) }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    Parallel.forEachRange(of: planes, grain: RowLoops.grain(plane)) { _, range in
      for index in range { (target + index * plane).update(repeating: gradient[index] / Scalar(plane), count: plane) }
    }
  }
}

/// The first of equal elements gets the gradient; a NaN counts as larger than anything else.
private struct GlobalMaximumKernel<Scalar: FloatingScalar>: OperationKernel {
  let planes: Int, plane: Int

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    let (x, y) = (memory.inputs[0], memory.output)
    Parallel.forEachRange(of: planes, grain: RowLoops.grain(plane)) { _, range in
      for index in range {
        let image = x + index * plane
        y[index] = image[positionOfMaximum(image, count: plane)]
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ memory: NodeMemory<Scalar>, _ pass: Pass) {
    guard let gradient = memory.outputGradient, let target = memory.inputGradients[0] else { return }
    let x = memory.inputs[0]
    Parallel.forEachRange(of: planes, grain: RowLoops.grain(plane)) { _, range in
      for index in range {
        let (image, result) = (x + index * plane, target + index * plane)
        result.setToZero(count: plane)
        result[positionOfMaximum(image, count: plane)] = gradient[index]
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func positionOfMaximum<Scalar: FloatingScalar>(_ x: UnsafePointer<Scalar>, count: Int) -> Int {
  var best = 0
  for index in 1..<Swift.max(count, 1) where x[index] > x[best] || x[index] != x[index] { best = index }
  return best
}
