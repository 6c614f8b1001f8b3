public import Tensors

/// An approximation of the `rank` largest singular values of a matrix [m, n] and of their vectors, from the range of A on random vectors
/// (Halko, Martinsson, Tropp, Finding structure with randomness, 2011). Order and signs as in ``SVD``: u [m, rank], vTransposed [rank, n].
///
/// The same seed gives the same result whatever the number of threads.
///
/// - Throws: ``LinearAlgebraError/nonFinite(row:column:)``, ``LinearAlgebraError/notConverged(routine:)``.
/// - Complexity: O(m n (rank + oversampling) powerIterations).
public func randomizedSVD<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, rank: Int, options: RandomizedSVDOptions = RandomizedSVDOptions(), seed: UInt64 = 42
) throws(LinearAlgebraError) -> SVD<Scalar> {
  let (m, n) = extents(a, "randomizedSVD")
  precondition((0...min(m, n)).contains(rank), "randomizedSVD: rank \(rank) of a matrix of shape \(a.shape)")
  try checkFinite(a)
  guard rank > 0 else { return SVD(u: .zeros([m, 0]), singularValues: .zeros([0]), vTransposed: .zeros([0, n])) }
  let iterations = options.powerIterations ?? (10 * rank < min(m, n) ? 7 : 4)

  // Of A and Aᵀ the tall one, M, needs the shorter random vectors.
  let flipped = m < n
  let tall = flipped ? a.transposed : a
  let width = min(rank + options.oversampling, min(m, n))
  var generator = RandomGenerator(seed: seed)
  var range = Tensor<Scalar>.normal([min(m, n), width], using: &generator)
  for _ in 0..<iterations {
    range = try normalized(tall.matmul(range), iterations)
    range = try normalized(tall.transposed.matmul(range), iterations)
  }
  let basis = try qr(tall.matmul(range)).q

  // M ≈ Q Qᵀ M, so the small matrix's factors give those of M.
  if flipped {
    let small = try svd(a.matmul(basis))
    return SVD(
      u: small.u.copiedColumns(rank), singularValues: Tensor(small.singularValues.scalars.prefix(rank)),
      vTransposed: small.vTransposed.copiedRows(0..<rank).matmul(basis.transposed)
    ).oriented()
  }
  let small = try svd(basis.transposed.matmul(a))
  return SVD(
    u: basis.matmul(small.u.copiedColumns(rank)), singularValues: Tensor(small.singularValues.scalars.prefix(rank)),
    vTransposed: small.vTransposed.copiedRows(0..<rank))
}

/// Columns with the same span that are far from parallel: the permuted L of an LU, which is cheaper than Q and does as well here.
private func normalized<Scalar: LAPACKScalar>(
  _ columns: Tensor<Scalar>, _ iterations: Int
) throws(LinearAlgebraError) -> Tensor<Scalar> {
  // Two rounds do not lose enough digits to matter.
  guard iterations > 2 else { return columns }
  let factors = try lu(columns)
  let width = factors.l.shape[1]
  return Tensor(uninitialized: factors.l.shape) { target in
    factors.l.withUnsafeBufferPointer { l in
      for (i, row) in factors.rowOrder.enumerated() {
        (target.baseAddress! + row * width).update(from: l.baseAddress! + i * width, count: width)
      }
    }
  }
}
