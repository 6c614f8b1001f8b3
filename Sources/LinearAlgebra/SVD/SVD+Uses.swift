public import Tensors

/// The pseudo-inverse of a matrix [m, n]. [n, m]
///
/// - Parameter tolerance: singular values up to this times the largest count as zero; max(m, n) times the machine epsilon unless told.
public func pseudoInverse<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, tolerance: Scalar? = nil
) throws(LinearAlgebraError) -> Tensor<Scalar> {
  let (m, n) = extents(a, "pseudoInverse")
  let decomposition = try svd(a)
  let rank = significant(decomposition.singularValues, tolerance ?? rankTolerance(m, n))
  guard rank > 0 else { return .zeros([n, m]) }
  // A⁺ = V diag(1/s) Uᵀ
  let scaled = decomposition.scaledU(keeping: rank) { 1 / $0 }
  return decomposition.vTransposed.copiedRows(0..<rank).transposed.matmul(scaled.transposed)
}

/// How many singular values of a matrix [m, n] exceed `tolerance` times the largest; max(m, n) times the machine epsilon unless told.
public func matrixRank<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, tolerance: Scalar? = nil
) throws(LinearAlgebraError) -> Int {
  let (m, n) = extents(a, "matrixRank")
  return significant(try singularValues(a), tolerance ?? rankTolerance(m, n))
}

func rankTolerance<Scalar: LAPACKScalar>(_ m: Int, _ n: Int) -> Scalar { Scalar(max(m, n)) * .ulpOfOne }

/// How many of the descending singular values exceed `tolerance` times the first.
private func significant<Scalar: LAPACKScalar>(_ singularValues: Tensor<Scalar>, _ tolerance: Scalar) -> Int {
  let values = singularValues.scalars
  guard let largest = values.first else { return 0 }
  return values.prefix { $0 > largest * tolerance }.count
}
