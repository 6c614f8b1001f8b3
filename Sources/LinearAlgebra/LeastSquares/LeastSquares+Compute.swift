public import Tensors

/// The least-squares solution of A x = b for a matrix [m, n] of any rank, by its singular value decomposition.
///
/// - Parameters:
///   - b: a vector [m] or the columns of a matrix [m, columns].
///   - tolerance: singular values up to this times the largest count as zero; max(m, n) times the machine epsilon unless told.
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
/// - Complexity: O(m n min(m, n)).
public func leastSquares<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, tolerance: Scalar? = nil
) throws(LinearAlgebraError) -> LeastSquares<Scalar> {
  let (m, n) = extents(a, "leastSquares")
  precondition(
    (1...2).contains(b.rank) && b.shape[0] == m, "leastSquares of \(a.shape) takes a right side of \(m) rows, not \(b.shape)")
  try checkFinite(a)
  try checkFinite(b)
  let right = b.rank == 1 ? 1 : b.shape[1]
  let solutionShape: Shape = b.rank == 1 ? [n] : [n, right]
  guard min(m, n) > 0, right > 0 else {
    return LeastSquares(
      solution: .zeros(solutionShape), residuals: .zeros([0]), rank: 0, singularValues: .zeros([min(m, n)]))
  }
  // A right side becomes a solution in place, so each has room for the longer of the two.
  let room = max(m, n)
  var columns = Tensor<Scalar>.zeros([right, room])
  let sides = b.rank == 1 ? b : b.transposed.copied()
  var matrix = a.transposed.copied()
  var singularValues = Tensor<Scalar>.zeros([min(m, n)])
  var rank = 0
  let info = columns.withUnsafeMutableBufferPointer { columns in
    sides.withUnsafeBufferPointer { sides in
      for side in 0..<right {
        (columns.baseAddress! + side * room).update(from: sides.baseAddress! + side * m, count: m)
      }
    }
    return matrix.withUnsafeMutableBufferPointer { matrix in
      singularValues.withUnsafeMutableBufferPointer { s in
        Scalar.gelsd(
          rows: m, columns: n, right: right, matrix.baseAddress!, lda: m, columns.baseAddress!, ldb: room, s.baseAddress!,
          tolerance: tolerance ?? rankTolerance(m, n), rank: &rank)
      }
    }
  }
  try checkAccepted(info, "gelsd")
  if info > 0 { throw .notConverged(routine: "gelsd") }

  let solved = columns.scalars
  let solution = Tensor(uninitialized: solutionShape) { target in
    for side in 0..<right {
      for i in 0..<n { target[i * right + side] = solved[side * room + i] }
    }
  }
  // What lies below the solution are the right side's components outside the range of A.
  let residuals = rank == n && m > n ? (0..<right).map { side in solved[side * room + n..<side * room + m].reduce(0) { $0 + $1 * $1 } } : []
  return LeastSquares(solution: solution, residuals: Tensor(residuals), rank: rank, singularValues: singularValues)
}
