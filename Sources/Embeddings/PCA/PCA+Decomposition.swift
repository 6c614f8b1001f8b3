import LinearAlgebra
import Tensors

extension PCA {
  /// By the singular value decomposition of the centred samples, or of their triangle R if there are more samples than columns.
  func fullSpectrum<Rows: RowSource>(of rows: Rows) throws(PCAError) -> Spectrum<Rows.Scalar> {
    let (samples, mean) = try centered(rows)
    let decomposition = try factored { () throws(LinearAlgebraError) in
      try svd(rows.rowCount > rows.columnCount ? qrTriangle(samples) : samples)
    }
    let variances = decomposition.singularValues.scalars.map { Double($0) * Double($0) / Double(max(rows.rowCount - 1, 1)) }
    return Spectrum(
      mean: mean, variances: Array(variances.prefix(componentCount)), totalVariance: variances.reduce(0, +),
      components: Array(decomposition.vTransposed.scalars.prefix(componentCount * rows.columnCount)))
  }

  /// By random vectors.
  func randomizedSpectrum<Rows: RowSource>(of rows: Rows) throws(PCAError) -> Spectrum<Rows.Scalar> {
    let (samples, mean) = try centered(rows)
    let decomposition = try factored { () throws(LinearAlgebraError) in
      try randomizedSVD(samples, rank: componentCount, seed: seed)
    }
    let degrees = Double(max(rows.rowCount - 1, 1))
    let length = Double(norm(samples))
    return Spectrum(
      mean: mean, variances: decomposition.singularValues.scalars.map { Double($0) * Double($0) / degrees },
      totalVariance: length * length / degrees, components: decomposition.vTransposed.scalars)
  }
}

/// `body`, whose errors become those of the analysis.
func factored<Result>(_ body: () throws(LinearAlgebraError) -> Result) throws(PCAError) -> Result {
  do {
    return try body()
  } catch {
    throw .factorization(error)
  }
}
