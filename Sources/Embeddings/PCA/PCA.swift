public import Tensors

/// Principal component analysis: the orthogonal directions in which samples vary most.
///
///     let model = try PCA(componentCount: 50).fit(samples)   // samples [n, d]
///     let map = model.transform(samples)                     // [n, 50]
///
/// Signs are scikit-learn's: in every component the entry of largest magnitude is positive. No result depends on the number of threads.
public struct PCA: Sendable, Hashable {
  /// How many components to find, at most min(n, d).
  public var componentCount: Int
  public var solver: Solver
  /// Whether ``PCAModel/transform(_:)`` scales every component to variance 1.
  public var whiten = false
  /// Of the random vectors of the `randomized` solver.
  public var seed: UInt64 = 42

  public init(componentCount: Int, solver: Solver = .automatic, whiten: Bool = false, seed: UInt64 = 42) {
    precondition(componentCount >= 0, "there are no \(componentCount) components")
    self.componentCount = componentCount
    self.solver = solver
    self.whiten = whiten
    self.seed = seed
  }

  /// How the components are found.
  public enum Solver: String, Sendable, Hashable, CaseIterable {
    /// The fastest that is as accurate as what scikit-learn would choose. See ``PCA/solver(samples:columns:)``.
    case automatic
    /// The singular value decomposition of the centred data. O(n d min(n, d)); needs a centred copy.
    case full
    /// The largest eigenvalues of the covariance [d, d], or of the samples' products [n, n] where n < d. O(n d min(n, d)), several times
    /// faster than `full`; a variance below about the machine epsilon times the largest is lost in it.
    case covariance
    /// Approximate, by random vectors: O(n d componentCount). Needs a centred copy.
    case randomized
  }
}

extension PCA {
  /// Finds the components of the rows of `samples`. [n, d]
  ///
  /// - Throws: ``PCAError``.
  public func fit<Scalar>(_ samples: Tensor<Scalar>) throws(PCAError) -> PCAModel<Scalar> {
    try fit(rows: DenseRows(samples))
  }

  /// Finds the components of rows that are read in blocks. The `covariance` solver with n >= d keeps no copy of them.
  ///
  /// - Throws: ``PCAError``.
  public func fit<Rows: RowSource>(rows: Rows) throws(PCAError) -> PCAModel<Rows.Scalar> {
    let (n, d) = (rows.rowCount, rows.columnCount)
    guard componentCount <= min(n, d) else {
      throw .tooManyComponents(asked: componentCount, samples: n, columns: d)
    }
    let chosen = solver(samples: n, columns: d)
    let (spectrum, used) = try spectrum(of: rows, by: chosen)
    return PCAModel(spectrum, samples: n, solver: used, whiten: whiten)
  }

  /// What `chosen` finds, or the full decomposition where squares overflow or, unless the covariance was asked for by name, where they
  /// cannot tell a variance from rounding.
  private func spectrum<Rows: RowSource>(
    of rows: Rows, by chosen: Solver
  ) throws(PCAError) -> (Spectrum<Rows.Scalar>, Solver) {
    if chosen == .randomized { return (try randomizedSpectrum(of: rows), .randomized) }
    if chosen == .covariance {
      let wide = rows.rowCount < rows.columnCount
      let found = wide ? try sampleProductSpectrum(of: rows) : try covarianceSpectrum(of: rows)
      if let found, found.isTrustworthy || solver == .covariance { return (found, .covariance) }
    }
    return (try fullSpectrum(of: rows), .full)
  }

  /// Fits, and gives the model and the samples in its components. [n, componentCount]
  public func fitTransform<Scalar>(
    _ samples: Tensor<Scalar>
  ) throws(PCAError) -> (model: PCAModel<Scalar>, transformed: Tensor<Scalar>) {
    let rows = DenseRows(samples)
    let model = try fit(rows: rows)
    return (model, model.transform(rows: rows))
  }
}
