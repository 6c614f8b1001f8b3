extension PCA {
  /// The solver that `automatic` stands for with `n` samples of `d` columns; any other is itself.
  ///
  /// scikit-learn 1.9 takes the covariance if d <= 1000 and n >= 10 d, else the full decomposition if neither n nor d exceeds 500, else
  /// random vectors if they are fewer than 0.8 min(n, d), else the full one. Where it takes random vectors, the covariance (or the samples'
  /// products) is both exact and faster as long as the smaller extent is moderate.
  public func solver(samples n: Int, columns d: Int) -> Solver {
    guard solver == .automatic else { return solver }
    if d <= 1000 && n >= 10 * d { return .covariance }
    if max(n, d) <= 500 || 10 * componentCount >= 8 * min(n, d) { return .full }
    return min(n, d) <= Self.moderateExtent ? .covariance : .randomized
  }

  private static var moderateExtent: Int { 4_000 }
}

/// What a solver hands over: the variances, descending, and the directions.
struct Spectrum<Scalar: SampleScalar> {
  var mean: [Scalar]
  /// [componentCount], descending, none negative.
  var variances: [Double]
  /// The sum of the variances of all columns.
  var totalVariance: Double
  /// Rows are components, with the signs of the rule. [componentCount, d]
  var components: [Scalar]
  /// Whether every variance stands clear of the rounding of the matrix that it comes from.
  var isTrustworthy = true
}
