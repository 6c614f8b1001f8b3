public import Tensors

/// The R alone of the reduced QR factorisation of a matrix [m, n]; no entry on its diagonal is negative. [min(m, n), n]
///
/// A tall matrix is cut into ranges of rows whose triangles are found by several threads, stacked, and reduced again, which is as
/// accurate as one factorisation.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``.
/// - Complexity: O(m n min(m, n)).
public func qrTriangle<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar> {
  let (m, n) = extents(a, "qrTriangle")
  try checkFinite(a)
  guard min(m, n) > 0 else { return .zeros([min(m, n), n]) }
  var stacked = a.contiguous()
  // With at least four times as many rows as columns in a range, a round leaves at most a quarter of the rows.
  let grain = max(4 * n, 512)
  while stacked.shape[0] >= 2 * grain {
    let rows = stacked.shape[0]
    let parts = Parallel.mapRanges(of: rows, grain: grain) { triangle(of: stacked.copiedRows($0)) }
    for part in parts { try checkAccepted(part.info, "gelqf") }
    stacked = Tensor(parts.flatMap(\.r.scalars), shape: [parts.reduce(0) { $0 + $1.r.shape[0] }, n])
  }
  let (r, info) = triangle(of: stacked)
  try checkAccepted(info, "gelqf")
  return r
}

private func triangle<Scalar: LAPACKScalar>(of a: Tensor<Scalar>) -> (r: Tensor<Scalar>, info: Int) {
  let (m, n) = (a.shape[0], a.shape[1])
  let k = min(m, n)
  var reflected = a
  var r = Tensor<Scalar>.zeros([k, n])
  let info = reflected.withUnsafeMutableBufferPointer { reflected in
    r.withUnsafeMutableBufferPointer { r in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: k) { tau in
        let a = reflected.baseAddress!
        let info = Scalar.gelqf(rows: n, columns: m, a, lda: n, tau.baseAddress!)
        copyTriangle(a, to: r.baseAddress!, rows: k, columns: n)
        return info
      }
    }
  }
  return (r, info)
}

/// Writes the upper triangle of A[rows, columns] to R, where zeros stand already, with the signs that leave no diagonal entry negative.
func copyTriangle<Scalar: LAPACKScalar>(
  _ a: UnsafePointer<Scalar>, to r: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
) {
  for row in 0..<rows {
    let start = row * columns + row
    (r + start).update(from: a + start, count: columns - row)
    if r[start] < 0 { Scalar.scale(r + start, count: columns - row, stride: 1, by: -1) }
  }
}
