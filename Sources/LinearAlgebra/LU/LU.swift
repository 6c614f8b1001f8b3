public import Tensors

/// The factorisation A = P L U of a matrix [m, n] by Gaussian elimination with partial pivoting, k = min(m, n).
///
/// The diagonal of L is one, and in each column the pivot is the entry of largest magnitude, the first of equals.
public struct LU<Scalar: LAPACKScalar>: Sendable {
  /// Row i of L U is row `rowOrder[i]` of A. [m]
  public var rowOrder: [Int]
  /// Lower triangular with ones on the diagonal. [m, k]
  public var l: Tensor<Scalar>
  /// Upper triangular. [k, n]
  public var u: Tensor<Scalar>
}

extension LU {
  /// The P of A = P L U. [m, m]
  public var permutation: Tensor<Scalar> {
    let m = rowOrder.count
    var p = Tensor<Scalar>.zeros([m, m])
    p.withUnsafeMutableBufferPointer { p in
      for (i, row) in rowOrder.enumerated() { p[row * m + i] = 1 }
    }
    return p
  }
}
