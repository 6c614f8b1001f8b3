// Sums are taken in Double (integers: in Int) and in blocks, in an order that depends on the shape alone.

extension Tensor where Scalar: NumericScalar {
  /// The sum of all elements.
  public func sum() -> Scalar.Total { sum(of: .elements) }

  /// Sums along axes; negative ones count from the last.
  public func sum(axes: [Int], keepDimensions: Bool = false) -> Tensor<Scalar.Total> {
    reduced(axes, keepDimensions: keepDimensions) { Scalar.sum(.elements, $0, $1, into: $2) }
  }

  public func sum(axis: Int, keepDimensions: Bool = false) -> Tensor<Scalar.Total> {
    sum(axes: [axis], keepDimensions: keepDimensions)
  }

  func sum(of kind: SumKind) -> Scalar.Total { reducedToScalar { Scalar.sum(kind, $0, $1, into: $2) } }

  /// The product of all elements.
  public func product() -> Scalar.Total { reducedToScalar { Scalar.product($0, $1, into: $2) } }

  public func product(axis: Int, keepDimensions: Bool = false) -> Tensor<Scalar.Total> {
    reduced([axis], keepDimensions: keepDimensions) { Scalar.product($0, $1, into: $2) }
  }

  /// Running sums along an axis.
  public func cumulativeSum(axis: Int = -1) -> Tensor<Scalar.Total> { accumulated(.sum, axis: axis) }

  /// Running products along an axis.
  public func cumulativeProduct(axis: Int = -1) -> Tensor<Scalar.Total> { accumulated(.product, axis: axis) }

  private func accumulated(_ accumulation: Accumulation, axis: Int) -> Tensor<Scalar.Total> {
    let result = Tensor<Scalar.Total>(uninitialized: shape)
    let lines = StridedLines(layout, result.layout, axis: shape.normalizedAxis(axis))
    Scalar.accumulate(accumulation, lines, storage.pointer, into: result.storage.pointer)
    return result
  }
}
