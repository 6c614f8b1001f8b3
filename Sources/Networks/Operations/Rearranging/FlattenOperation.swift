public import Tensors

/// Axes `first` to `last` made one. Negative axes count from the last; the batch axis stays where `first` is 1.
public struct FlattenOperation: Operation {
  public let first: Int
  public let last: Int

  public init(first: Int = 1, last: Int = -1) {
    self.first = first
    self.last = last
  }

  public var kind: String { "Flatten" }
  public var isView: Bool { true }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let dimensions = inputs[0].dimensions
    let rank = dimensions.count
    let first = first < 0 ? first + rank : first
    let last = last < 0 ? last + rank : last
    // A vector for each sample, or a number, is flat already: from axis 1 on, the latter becomes a vector of one.
    if first == rank, self.last == -1 { return Shape(dimensions + [1]) }
    guard first >= 0, first <= last, last < rank else {
      throw ShapeMismatch("cannot flatten axes \(self.first) to \(self.last) of shape \(inputs[0])")
    }
    let merged = dimensions[first...last].reduce(1, *)
    return Shape(dimensions[..<first] + [merged] + dimensions[(last + 1)...])
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    ViewKernel<Scalar>(count: output.elementCount)
  }
}
