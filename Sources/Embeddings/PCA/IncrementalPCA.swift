import LinearAlgebra
public import Tensors

/// Principal components of samples that come in batches, for data that do not fit in memory.
///
///     var analysis = IncrementalPCA<Float>(componentCount: 50)
///     for batch in batches { try analysis.partialFit(batch) }   // each [m, d]
///     let map = try analysis.model().transform(batch)
///
/// Each batch is joined with the components kept so far and decomposed anew (Ross, Lim, Lin, Yang, Incremental learning for robust visual
/// tracking, 2008), so the result is close to that of all samples at once, and equal where nothing was left out on the way.
/// A batch of about five times as many samples as columns is a good size; none may have fewer samples than components.
public struct IncrementalPCA<Scalar: SampleScalar>: Sendable {
  public let componentCount: Int
  public let whiten: Bool
  /// How many samples have been seen.
  public private(set) var sampleCount = 0

  private var mean: [Double] = []
  /// The sum of squared differences from the mean, of each column.
  private var squares: [Double] = []
  private var decomposition: SVD<Scalar>?

  public init(componentCount: Int, whiten: Bool = false) {
    precondition(componentCount >= 1, "there are no \(componentCount) components")
    self.componentCount = componentCount
    self.whiten = whiten
  }

  /// Takes in a batch of samples [m, d]. O((m + componentCount) d min(m, d)).
  ///
  /// - Throws: ``PCAError``; the analysis is then as it was before.
  public mutating func partialFit(_ batch: Tensor<Scalar>) throws(PCAError) {
    let rows = DenseRows(batch)
    let (m, d) = (rows.rowCount, rows.columnCount)
    guard componentCount <= min(m, d) else { throw .tooManyComponents(asked: componentCount, samples: m, columns: d) }
    if sampleCount > 0, d != mean.count { throw .columnsDiffer(expected: mean.count, found: d) }
    let (samples, batchMean) = try centered(rows)
    let stack = stacked(samples, batchMean)
    let joined = try factored { () throws(LinearAlgebraError) in try svd(stack) }
    take(samples, batchMean)
    decomposition = joined
  }

  /// The components so far. Traps before the first batch.
  public func model() -> PCAModel<Scalar> {
    guard let decomposition else { preconditionFailure("IncrementalPCA has no model before its first batch") }
    let degrees = Double(max(sampleCount - 1, 1))
    let variances = decomposition.singularValues.scalars.prefix(componentCount).map { Double($0) * Double($0) / degrees }
    return PCAModel(
      Spectrum(
        mean: Scalar.narrow(mean), variances: variances, totalVariance: squares.reduce(0, +) / degrees,
        components: Array(decomposition.vTransposed.scalars.prefix(componentCount * mean.count))),
      samples: sampleCount, solver: .full, whiten: whiten)
  }

  /// The components so far times their singular values, the centred batch, and one row for the difference of the means.
  private func stacked(_ samples: Tensor<Scalar>, _ batchMean: [Scalar]) -> Tensor<Scalar> {
    guard let decomposition else { return samples }
    let (m, d) = (samples.shape[0], samples.shape[1])
    let weight = (Double(sampleCount) * Double(m) / Double(sampleCount + m)).squareRoot()
    let step = (0..<d).map { weight * (mean[$0] - Double(batchMean[$0])) }
    return Tensor(uninitialized: [componentCount + m + 1, d]) { target in
      let start = target.baseAddress!
      decomposition.vTransposed.withUnsafeBufferPointer { v in
        start.update(from: v.baseAddress!, count: componentCount * d)
      }
      for (i, value) in decomposition.singularValues.scalars.prefix(componentCount).enumerated() {
        Scalar.scale(start + i * d, count: d, stride: 1, by: value)
      }
      samples.withUnsafeBufferPointer { (start + componentCount * d).update(from: $0.baseAddress!, count: m * d) }
      Scalar.narrow(step).withUnsafeBufferPointer { (start + (componentCount + m) * d).update(from: $0.baseAddress!, count: d) }
    }
  }

  /// Brings the count, the means and the sums of squares up to date.
  private mutating func take(_ samples: Tensor<Scalar>, _ batchMean: [Scalar]) {
    let (m, d) = (samples.shape[0], samples.shape[1])
    if sampleCount == 0 {
      mean = [Double](repeating: 0, count: d)
      squares = mean
    }
    let share = Double(m) / Double(sampleCount + m)
    samples.withUnsafeBufferPointer { samples in
      for j in 0..<d {
        let own = Scalar.sumOfPowers(samples.baseAddress! + j, count: m, stride: d, power: 2, scale: 1)
        let difference = Double(batchMean[j]) - mean[j]
        squares[j] += own + difference * difference * Double(sampleCount) * share
        mean[j] += difference * share
      }
    }
    sampleCount += m
  }
}
