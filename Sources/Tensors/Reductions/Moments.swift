extension Tensor where Scalar: NumericScalar {
  /// The mean of all elements; NaN if there are none.
  public func mean() -> Scalar.Real { Tensor<Scalar.Real>(Tensor<Scalar.Total>(scalar: sum())).scalars[0] / Scalar.Real(count) }

  /// Means along axes; negative ones count from the last.
  public func mean(axes: [Int], keepDimensions: Bool = false) -> Tensor<Scalar.Real> {
    let count = axes.reduce(1) { $0 * shape[shape.normalizedAxis($1)] }
    return Tensor<Scalar.Real>(sum(axes: axes, keepDimensions: keepDimensions)) / Scalar.Real(count)
  }

  public func mean(axis: Int, keepDimensions: Bool = false) -> Tensor<Scalar.Real> {
    mean(axes: [axis], keepDimensions: keepDimensions)
  }
}

extension Tensor where Scalar: FloatingScalar {
  /// The mean squared distance from the mean: the sum of squares over `count - ddof`, in two passes.
  public func variance(ddof: Int = 0) -> Scalar {
    let center = mean()
    return withUnsafePointer(to: center) { center in
      reducedToScalar { Scalar.squaredDeviations($0, $1, centers: center, into: $2) }
    } / Scalar(count - ddof)
  }

  /// Variances along axes; negative ones count from the last.
  public func variance(axes: [Int], ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    let centers = mean(axes: axes, keepDimensions: keepDimensions)
    let sums: Tensor = reduced(axes, keepDimensions: keepDimensions) {
      Scalar.squaredDeviations($0, $1, centers: centers.storage.pointer, into: $2)
    }
    return sums / Scalar(axes.reduce(1) { $0 * shape[shape.normalizedAxis($1)] } - ddof)
  }

  public func variance(axis: Int, ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    variance(axes: [axis], ddof: ddof, keepDimensions: keepDimensions)
  }

  /// The square root of ``variance(ddof:)``.
  public func standardDeviation(ddof: Int = 0) -> Scalar { variance(ddof: ddof).squareRoot() }

  public func standardDeviation(axes: [Int], ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    var result = variance(axes: axes, ddof: ddof, keepDimensions: keepDimensions)
    result.map(.sqrt)
    return result
  }

  public func standardDeviation(axis: Int, ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    standardDeviation(axes: [axis], ddof: ddof, keepDimensions: keepDimensions)
  }
}
