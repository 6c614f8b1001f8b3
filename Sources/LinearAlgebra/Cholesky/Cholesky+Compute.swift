public import Tensors

/// The Cholesky factorisation of a symmetric positive definite matrix [n, n], of which only the lower triangle is read.
///
/// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``, ``LinearAlgebraError/nonFinite(row:column:)``.
/// - Complexity: O(n³).
public func cholesky<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Cholesky<Scalar> {
  let n = order(a, "cholesky")
  try checkFinite(a)
  guard n > 0 else { return Cholesky(l: a) }
  var l = a.copied()
  let info = l.withUnsafeMutableBufferPointer { l in
    // Our lower triangle is the upper one to LAPACK, and its U is our L.
    let info = Scalar.potrf(n: n, l.baseAddress!, lda: n)
    for row in 0..<n { (l.baseAddress! + row * n + row + 1).update(repeating: 0, count: n - row - 1) }
    return info
  }
  try checkAccepted(info, "potrf")
  if info > 0 { throw .notPositiveDefinite(order: info) }
  return Cholesky(l: l)
}
