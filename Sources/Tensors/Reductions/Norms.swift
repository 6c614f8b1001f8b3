/// How large a vector is.
public enum VectorNorm: Sendable {
  /// The sum of magnitudes.
  case manhattan
  /// The square root of the sum of squares.
  case euclidean
  /// The largest magnitude.
  case maximum
}

extension Tensor where Scalar: FloatingScalar {
  /// The norm of all elements together, taken as one vector.
  public func norm(_ kind: VectorNorm = .euclidean) -> Scalar {
    reshaped([count]).norm(kind, axis: 0).scalars[0]
  }

  /// The norms of the vectors along an axis.
  public func norm(_ kind: VectorNorm = .euclidean, axis: Int, keepDimensions: Bool = false) -> Tensor {
    func moment(_ kind: SumKind, isRoot: Bool) -> Tensor {
      reduced([axis], keepDimensions: keepDimensions) {
        Scalar.moment(kind, SumFinish(isRoot: isRoot), centers: nil, $0, $1, into: $2)
      }
    }
    switch kind {
    case .manhattan: return moment(.magnitudes, isRoot: false)
    case .euclidean: return moment(.squares, isRoot: true)
    case .maximum: return abs().max(axis: axis, keepDimensions: keepDimensions)
    }
  }
}
