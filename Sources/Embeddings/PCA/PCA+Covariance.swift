import LinearAlgebra
import Tensors

extension PCA {
  /// By the eigenvectors of the covariance [d, d], for n >= d. Nil if it overflows.
  func covarianceSpectrum<Rows: RowSource>(of rows: Rows) throws(PCAError) -> Spectrum<Rows.Scalar>? {
    let (n, d) = (rows.rowCount, rows.columnCount)
    let pivot = pivot(of: rows)
    let (products, sums) = try gram(of: rows, minus: pivot)
    let shift = sums.map { $0 / Double(max(n, 1)) }
    let covariance = products.covariance(shift: shift, count: Double(n), denominator: Double(max(n - 1, 1)))
    let variances = covariance.diagonal
    guard variances.allSatisfy(\.isFinite) else { return nil }
    // Columns that do not vary stand aside, unless there are not enough others.
    var kept = variances.indices.filter { variances[$0] != 0 }
    if kept.count < componentCount { kept = Array(0..<d) }
    let eigen = try factored { () throws(LinearAlgebraError) in
      try eigenSymmetric(covariance.principalMinor(kept), largest: componentCount)
    }
    return Spectrum(
      mean: Rows.Scalar.narrow((0..<d).map { Double(pivot[$0]) + shift[$0] }),
      variances: eigen.values.scalars.reversed().map { max(0, $0) }, totalVariance: variances.reduce(0, +),
      components: Rows.Scalar.narrow(eigen.vectorRows.reversedRows(spreadOver: d, at: kept)))
  }

  /// By the eigenvectors of the products of samples [n, n], for n < d. Nil if they overflow.
  ///
  /// Those eigenvectors span the space of the left singular vectors; the small matrix of the samples' components in that space is
  /// decomposed itself, so that variances and directions come from the data and not from their squares.
  func sampleProductSpectrum<Rows: RowSource>(of rows: Rows) throws(PCAError) -> Spectrum<Rows.Scalar>? {
    typealias Scalar = Rows.Scalar
    let (samples, mean) = try centered(rows)
    let n = rows.rowCount
    var products = Gram<Scalar>(columns: n)
    let transposed = samples.transposed.copied()
    let grain = 2048
    transposed.withUnsafeBufferPointer { columns in
      for first in stride(from: 0, to: rows.columnCount, by: grain) {
        products.add(block: columns.baseAddress! + first * n, rows: min(grain, rows.columnCount - first))
      }
    }
    let matrix = products.covariance(shift: [Double](repeating: 0, count: n), count: 0, denominator: Double(max(n - 1, 1)))
    let total = matrix.diagonal.reduce(0, +)
    guard total.isFinite else { return nil }
    let eigen = try factored { () throws(LinearAlgebraError) in try eigenSymmetric(matrix, largest: componentCount) }
    let basis = Tensor<Scalar>(Scalar.narrow(eigen.vectorRows.scalars), shape: eigen.vectorRows.shape)
    let small = try factored { () throws(LinearAlgebraError) in try svd(basis.matmul(samples)) }
    let values = eigen.values.scalars
    let clear = values.isEmpty || values[0] > values[values.count - 1] * 1000 * Double(Scalar.ulpOfOne)
    return Spectrum(
      mean: mean, variances: small.singularValues.scalars.map { Double($0) * Double($0) / Double(max(n - 1, 1)) },
      totalVariance: total, components: small.vTransposed.scalars, isTrustworthy: clear)
  }
}

extension Tensor<Double> {
  var diagonal: [Double] {
    let columns = shape[1]
    return withUnsafeBufferPointer { elements in (0..<shape[0]).map { elements[$0 * (columns + 1)] } }
  }

  /// The rows and columns `kept` of a square matrix.
  func principalMinor(_ kept: [Int]) -> Tensor {
    guard kept.count < shape[0] else { return self }
    let columns = shape[1]
    return withUnsafeBufferPointer { elements in
      Tensor(kept.flatMap { row in kept.map { elements[row * columns + $0] } }, shape: [kept.count, kept.count])
    }
  }

  /// The elements of a matrix, its last row first, each row's put to the places `kept` among `width`, with zeros elsewhere.
  func reversedRows(spreadOver width: Int, at kept: [Int]) -> [Double] {
    let count = shape[0]
    var result = [Double](repeating: 0, count: count * width)
    withUnsafeBufferPointer { elements in
      for row in 0..<count {
        for (j, column) in kept.enumerated() { result[(count - 1 - row) * width + column] = elements[row * kept.count + j] }
      }
    }
    return result
  }
}
