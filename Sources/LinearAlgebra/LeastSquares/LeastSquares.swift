public import Tensors

/// The x that makes |A x - b| least, for a matrix A [m, n] and one or several right sides; of several such x the shortest.
public struct LeastSquares<Scalar: LAPACKScalar>: Sendable {
  /// [n], or [n, columns] for a right side [m, columns].
  public var solution: Tensor<Scalar>
  /// |A x - b|² of each right side, [columns]; empty where A has not full column rank or m <= n, as in NumPy.
  public var residuals: Tensor<Scalar>
  /// How many singular values count as not zero.
  public var rank: Int
  /// Of A, descending. [min(m, n)]
  public var singularValues: Tensor<Scalar>
}
