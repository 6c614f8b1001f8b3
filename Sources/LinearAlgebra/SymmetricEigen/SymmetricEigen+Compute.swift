public import Tensors

/// All eigenvalues and eigenvectors of a symmetric matrix [n, n], of which only the lower triangle is read. By divide and conquer.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
/// - Complexity: O(n³).
public func eigenSymmetric<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> SymmetricEigen<Scalar> {
  let n = order(a, "eigenSymmetric")
  var result = try reduced(a, n, vectors: true)
  result.vectorRows.orientRows()
  return result
}

/// The eigenvalues alone of a symmetric matrix [n, n], ascending. [n]
public func eigenvaluesSymmetric<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) -> Tensor<Scalar> {
  try reduced(a, order(a, "eigenvaluesSymmetric"), vectors: false).values
}

/// The `count` largest eigenvalues of a symmetric matrix [n, n] and their eigenvectors, of which only the lower triangle is read.
///
/// By relatively robust representations (`syevr`), half the time of all of them, or less; where few are wanted of a large matrix, by
/// subspace iteration if that converges soon.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
public func eigenSymmetric<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, largest count: Int
) throws(LinearAlgebraError) -> SymmetricEigen<Scalar> {
  let n = order(a, "eigenSymmetric")
  precondition((0...n).contains(count), "eigenSymmetric: \(count) eigenvalues of a matrix of shape \(a.shape)")
  try checkFinite(a)
  guard count > 0 else { return SymmetricEigen(values: .zeros([0]), vectorRows: .zeros([0, n])) }
  if LeadingSubspace<Scalar>.suits(order: n, count: count),
    let found = try LeadingSubspace.largest(count, of: a.mirroringLowerTriangle())
  {
    return found
  }
  var work = a.copied()
  var values = Tensor<Scalar>.zeros([n])
  var vectors = Tensor<Scalar>.zeros([count, n])
  let info = work.withUnsafeMutableBufferPointer { work in
    values.withUnsafeMutableBufferPointer { values in
      vectors.withUnsafeMutableBufferPointer { vectors in
        Scalar.syevr(largest: count, n: n, work.baseAddress!, lda: n, values.baseAddress!, vectors.baseAddress!, ldv: n)
      }
    }
  }
  try checkAccepted(info, "syevr")
  if info > 0 {
    let all = try eigenSymmetric(a)
    return SymmetricEigen(
      values: Tensor(all.values.scalars.suffix(count)), vectorRows: all.vectorRows.copiedRows(n - count..<n))
  }
  vectors.orientRows()
  return SymmetricEigen(values: Tensor(values.scalars.prefix(count)), vectorRows: vectors)
}

private func reduced<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ n: Int, vectors: Bool
) throws(LinearAlgebraError) -> SymmetricEigen<Scalar> {
  try checkFinite(a)
  guard n > 0 else { return SymmetricEigen(values: .zeros([0]), vectorRows: .zeros([0, 0])) }
  // Our lower triangle is the upper one to LAPACK, and its columns are our rows.
  var rows = a.copied()
  var values = Tensor<Scalar>.zeros([n])
  let info = rows.withUnsafeMutableBufferPointer { rows in
    values.withUnsafeMutableBufferPointer {
      Scalar.syevd(vectors: vectors, n: n, rows.baseAddress!, lda: n, $0.baseAddress!)
    }
  }
  try checkAccepted(info, "syevd")
  if info > 0 { throw .notConverged(routine: "syevd") }
  return SymmetricEigen(values: values, vectorRows: rows)
}

extension Tensor where Scalar: LAPACKScalar {
  /// A copy of a square matrix whose upper triangle is that below the diagonal, mirrored.
  func mirroringLowerTriangle() -> Tensor {
    let n = shape[0]
    var result = transposed.copied()
    withUnsafeBufferPointer { lower in
      result.withUnsafeMutableBufferPointer { both in
        for row in 0..<n { (both.baseAddress! + row * n).update(from: lower.baseAddress! + row * n, count: row) }
      }
    }
    return result
  }

  /// Applies the sign rule to the rows of a matrix.
  mutating func orientRows() {
    let (count, length) = (shape[0], shape[1])
    withUnsafeMutableBufferPointer { Vectors.rows($0.baseAddress!, count: count, length: length).orient() }
  }
}
