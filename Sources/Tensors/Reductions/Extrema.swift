// A NaN is both the smallest and the largest element, as in NumPy. Extremes of no elements trap.

extension Tensor where Scalar: NumericScalar {
  public func min() -> Scalar { extremum(.minimum) }
  public func max() -> Scalar { extremum(.maximum) }

  public func min(axes: [Int], keepDimensions: Bool = false) -> Tensor { extremum(.minimum, axes, keepDimensions) }
  public func max(axes: [Int], keepDimensions: Bool = false) -> Tensor { extremum(.maximum, axes, keepDimensions) }
  public func min(axis: Int, keepDimensions: Bool = false) -> Tensor { extremum(.minimum, [axis], keepDimensions) }
  public func max(axis: Int, keepDimensions: Bool = false) -> Tensor { extremum(.maximum, [axis], keepDimensions) }

  /// The position, counted in row-major order, of the first smallest element.
  public func argmin() -> Int { positionOfExtremum(.minimum) }
  /// The position, counted in row-major order, of the first largest element.
  public func argmax() -> Int { positionOfExtremum(.maximum) }

  /// The position along the axis of the first smallest element.
  public func argmin(axis: Int, keepDimensions: Bool = false) -> Tensor<Int> {
    positionOfExtremum(.minimum, axis, keepDimensions)
  }
  /// The position along the axis of the first largest element.
  public func argmax(axis: Int, keepDimensions: Bool = false) -> Tensor<Int> {
    positionOfExtremum(.maximum, axis, keepDimensions)
  }

  private func extremum(_ extremum: Extremum) -> Scalar {
    checkNotEmpty(nil, "the extreme element")
    return reducedToScalar { Scalar.extremum(extremum, $0, $1, into: $2) }
  }

  private func extremum(_ extremum: Extremum, _ axes: [Int], _ keepDimensions: Bool) -> Tensor {
    checkNotEmpty(axes, "the extreme element")
    return reduced(axes, keepDimensions: keepDimensions) { Scalar.extremum(extremum, $0, $1, into: $2) }
  }

  private func positionOfExtremum(_ extremum: Extremum) -> Int {
    checkNotEmpty(nil, "the position of the extreme element")
    return reducedToScalar(ordered: true) { Scalar.positionOfExtremum(extremum, $0, $1, into: $2) }
  }

  private func positionOfExtremum(_ extremum: Extremum, _ axis: Int, _ keepDimensions: Bool) -> Tensor<Int> {
    checkNotEmpty([axis], "the position of the extreme element")
    return reduced([axis], keepDimensions: keepDimensions, ordered: true) {
      Scalar.positionOfExtremum(extremum, $0, $1, into: $2)
    }
  }
}
