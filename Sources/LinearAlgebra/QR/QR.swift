public import Tensors

/// The factorisation A = Q R of a matrix [m, n] into orthonormal columns and an upper triangle, k = min(m, n).
///
/// Sign: no entry on the diagonal of R is negative, which makes the reduced form unique where A has full column rank. (NumPy leaves the
/// signs as LAPACK happens to give them.)
public struct QR<Scalar: LAPACKScalar>: Sendable {
  /// [m, k], or [m, m] if complete.
  public var q: Tensor<Scalar>
  /// [k, n], or [m, n] if complete.
  public var r: Tensor<Scalar>
}

extension QR {
  /// How much of Q and R is made.
  public enum Mode: Sendable {
    /// Q [m, k], R [k, n].
    case reduced
    /// Q [m, m], a basis of the whole space, and R [m, n], with zeros below.
    case complete
  }
}
