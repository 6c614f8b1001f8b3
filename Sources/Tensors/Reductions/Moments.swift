// Means, variances and deviations are worked out in Double and rounded once.

extension Tensor where Scalar: NumericScalar {
  /// The mean of all elements; NaN if there are none.
  public func mean() -> Scalar.Real { reducedToScalar { Scalar.mean(of: count, $0, $1, into: $2) } }

  /// Means along axes; negative ones count from the last.
  public func mean(axes: [Int], keepDimensions: Bool = false) -> Tensor<Scalar.Real> {
    let count = reducedCount(axes)
    return reduced(axes, keepDimensions: keepDimensions) { Scalar.mean(of: count, $0, $1, into: $2) }
  }

  public func mean(axis: Int, keepDimensions: Bool = false) -> Tensor<Scalar.Real> {
    mean(axes: [axis], keepDimensions: keepDimensions)
  }
}

extension Tensor where Scalar: FloatingScalar {
  /// The mean squared distance from the mean: the sum of squares over `count - ddof`, in two passes.
  public func variance(ddof: Int = 0) -> Scalar { spread(ddof, isRoot: false) }

  /// Variances along axes; negative ones count from the last.
  public func variance(axes: [Int], ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    spread(axes, ddof, keepDimensions, isRoot: false)
  }

  public func variance(axis: Int, ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    spread([axis], ddof, keepDimensions, isRoot: false)
  }

  /// The square root of ``variance(ddof:)``.
  public func standardDeviation(ddof: Int = 0) -> Scalar { spread(ddof, isRoot: true) }

  public func standardDeviation(axes: [Int], ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    spread(axes, ddof, keepDimensions, isRoot: true)
  }

  public func standardDeviation(axis: Int, ddof: Int = 0, keepDimensions: Bool = false) -> Tensor {
    spread([axis], ddof, keepDimensions, isRoot: true)
  }

  private func spread(_ ddof: Int, isRoot: Bool) -> Scalar {
    withUnsafePointer(to: mean()) { center in
      reducedToScalar {
        Scalar.moment(.squares, SumFinish(divisor: Double(count - ddof), isRoot: isRoot), centers: center, $0, $1, into: $2)
      }
    }
  }

  private func spread(_ axes: [Int], _ ddof: Int, _ keepDimensions: Bool, isRoot: Bool) -> Tensor {
    let centers = mean(axes: axes, keepDimensions: keepDimensions)
    let finish = SumFinish(divisor: Double(reducedCount(axes) - ddof), isRoot: isRoot)
    return reduced(axes, keepDimensions: keepDimensions) {
      Scalar.moment(.squares, finish, centers: centers.storage.pointer, $0, $1, into: $2)
    }
  }
}

extension Tensor {
  /// How many elements come together in one result.
  private func reducedCount(_ axes: [Int]) -> Int { axes.reduce(1) { $0 * shape[shape.normalizedAxis($1)] } }
}
