public import LinearAlgebra
public import Tensors

/// How singular values are found.
public enum SpectrumMethod: String, Sendable, CaseIterable {
  /// All of them, by LAPACK.
  case exact
  /// The largest, from the matrix's range on random vectors, with a bound on the error.
  case randomized
  /// Exact up to ``Spectrum/largestExactExtent``.
  case automatic = "auto"
}

extension Spectrum {
  /// The smaller extent up to which `automatic` computes all singular values: a few seconds.
  public static let largestExactExtent = 2048
  /// How many a randomised spectrum holds.
  public static let randomizedCount = 256

  /// Of matrices of one shape [rows, columns], their singular values taken together.
  ///
  /// The same seed gives the same result, whatever the number of threads.
  /// - Throws: ``LinearAlgebraError``: for elements that are not finite, or where LAPACK finds no end.
  /// - Complexity: O(rows · columns · min(rows, columns)) a matrix; randomised O(rows · columns · 256).
  public init(
    of matrices: [Tensor<Double>], method: SpectrumMethod = .automatic, seed: UInt64 = 42
  ) throws(LinearAlgebraError) {
    precondition(!matrices.isEmpty && matrices.allSatisfy { $0.rank == 2 && $0.shape == matrices[0].shape }, "matrices of one shape")
    let (rows, columns) = (matrices[0].shape[0], matrices[0].shape[1])
    let isRandomized =
      switch method {
      case .exact: false
      case .randomized: min(rows, columns) > Self.randomizedCount
      case .automatic: min(rows, columns) > Self.largestExactExtent
      }
    var values: [Double] = []
    var squares = 0.0
    var bound: Double?
    for matrix in matrices {
      if isRandomized {
        let estimate = try SpectrumEstimate(of: matrix, count: Self.randomizedCount, seed: seed)
        values += estimate.singularValues
        bound = max(bound ?? 0, estimate.errorBound)
        let norm = norm(matrix)
        squares += norm * norm
      } else {
        let found = try LinearAlgebra.singularValues(matrix).scalars
        values += found
        squares += found.reduce(0) { $0 + $1 * $1 }
      }
    }
    self.init(
      rows: rows, columns: columns, matrixCount: matrices.count, singularValues: values.sorted(by: >), squaredFrobeniusNorm: squares,
      errorBound: bound)
  }
}
