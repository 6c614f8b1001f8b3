public import Tensors

/// The principal components that ``PCA`` found, or ``IncrementalPCA``.
public struct PCAModel<Scalar: SampleScalar>: Sendable {
  /// The components in rows, of length 1, orthogonal, by descending variance. In each the entry of largest magnitude is positive. [k, d]
  public let components: Tensor<Scalar>
  /// Of the samples' columns. [d]
  public let mean: Tensor<Scalar>
  /// The variance along each component, with n - 1 in the denominator. [k], descending
  public let explainedVariance: Tensor<Scalar>
  /// `explainedVariance` relative to the variance of all columns together; zeros where nothing varies. [k]
  public let explainedVarianceRatio: Tensor<Scalar>
  /// Of the centred samples. [k], descending
  public let singularValues: Tensor<Scalar>
  /// The mean variance along the directions that were left out; 0 if there are none.
  public let noiseVariance: Scalar
  public let sampleCount: Int
  /// The solver that ran; never `automatic`.
  public let solver: PCA.Solver
  /// Whether `transform` scales every component to variance 1.
  public let whiten: Bool

  public var componentCount: Int { components.shape[0] }
  /// How many columns samples have.
  public var columnCount: Int { components.shape[1] }
}

extension PCAModel {
  init(_ spectrum: Spectrum<Scalar>, samples n: Int, solver: PCA.Solver, whiten: Bool) {
    let (k, d) = (spectrum.variances.count, spectrum.mean.count)
    let total = spectrum.totalVariance
    let variances = spectrum.variances
    components = Tensor(spectrum.components, shape: [k, d])
    mean = Tensor(spectrum.mean)
    explainedVariance = Tensor(Scalar.narrow(variances))
    explainedVarianceRatio = Tensor(Scalar.narrow(variances.map { total > 0 ? $0 / total : 0 }))
    singularValues = Tensor(Scalar.narrow(variances.map { ($0 * Double(max(n - 1, 1))).squareRoot() }))
    let left = min(n, d) - k
    noiseVariance = left > 0 ? Scalar(max(0, total - variances.reduce(0, +)) / Double(left)) : 0
    sampleCount = n
    self.solver = solver
    self.whiten = whiten
  }
}
