public import Tensors

/// The same elements in row-major order under another shape.
public struct ReshapeOperation: Operation {
  /// Batch axis included. A 0 keeps the input's extent of that axis; one -1 is worked out from the number of elements.
  public let dimensions: [Int]

  public init(dimensions: [Int]) { self.dimensions = dimensions }

  public var kind: String { "Reshape" }
  public var isView: Bool { true }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let input = inputs[0]
    var result = dimensions
    for (axis, extent) in dimensions.enumerated() where extent == 0 && axis < input.rank { result[axis] = input[axis] }
    if let unknown = result.firstIndex(of: -1) {
      let known = result.enumerated().reduce(1) { $1.offset == unknown ? $0 : $0 * $1.element }
      if known > 0, input.elementCount % known == 0 { result[unknown] = input.elementCount / known }
    }
    guard result.allSatisfy({ $0 >= 0 }), result.reduce(1, *) == input.elementCount else {
      throw ShapeMismatch("cannot reshape \(input) into \(dimensions)")
    }
    return Shape(result)
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ViewKernel<Scalar>(count: output.elementCount)
  }
}
