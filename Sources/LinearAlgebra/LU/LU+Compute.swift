public import Tensors

/// The LU factorisation of a matrix [m, n]. A singular matrix has one too: a diagonal entry of U is then zero.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``.
/// - Complexity: O(m n min(m, n)).
public func lu<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> LU<Scalar> {
  let (m, n) = extents(a, "lu")
  try checkFinite(a)
  let k = min(m, n)
  guard k > 0 else { return LU(rowOrder: Array(0..<m), l: .zeros([m, 0]), u: .zeros([0, n])) }
  // Pivots are sought in columns, so here the columns must be LAPACK's.
  var columns = a.transposed.copied()
  var pivots = [Int32](repeating: 0, count: k)
  let info = columns.withUnsafeMutableBufferPointer {
    Scalar.getrf(rows: m, columns: n, $0.baseAddress!, lda: m, &pivots)
  }
  try checkAccepted(info, "getrf")
  var l = Tensor<Scalar>.zeros([m, k])
  var u = Tensor<Scalar>.zeros([k, n])
  let factors = columns.transposed.copied()
  factors.withUnsafeBufferPointer { factors in
    let f = factors.baseAddress!
    l.withUnsafeMutableBufferPointer { l in
      for row in 0..<m {
        (l.baseAddress! + row * k).update(from: f + row * n, count: min(row, k))
        if row < k { l[row * k + row] = 1 }
      }
    }
    u.withUnsafeMutableBufferPointer { u in
      for row in 0..<k { (u.baseAddress! + row * n + row).update(from: f + row * n + row, count: n - row) }
    }
  }
  var rowOrder = Array(0..<m)
  for (row, pivot) in pivots.enumerated() { rowOrder.swapAt(row, Int(pivot) - 1) }
  return LU(rowOrder: rowOrder, l: l, u: u)
}

/// The factors of Aᵀ, as LAPACK leaves them, of a square matrix given in row-major order: what solving, inverting and the determinant need.
struct SquareFactors<Scalar: LAPACKScalar> {
  let n: Int
  var factors: Tensor<Scalar>
  var pivots: [Int32]
  /// The first column, counted from 0, whose pivot is exactly zero.
  let zeroPivot: Int?

  init(_ a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
    let n = order(a, operation)
    try checkFinite(a)
    var factors = a.copied()
    var pivots = [Int32](repeating: 0, count: n)
    let info = n == 0 ? 0 : factors.withUnsafeMutableBufferPointer {
      Scalar.getrf(rows: n, columns: n, $0.baseAddress!, lda: n, &pivots)
    }
    try checkAccepted(info, "getrf")
    (self.n, self.factors, self.pivots) = (n, factors, pivots)
    zeroPivot = info > 0 ? info - 1 : nil
  }

  func checkInvertible() throws(LinearAlgebraError) {
    if let zeroPivot { throw .singular(pivot: zeroPivot) }
  }
}
