#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The singular values of a layer's weights, and what people read off them.
///
/// "Eigenvalues" are the squares of the singular values, those of WᵀW, as in WeightWatcher, whose names are given in parentheses.
public struct Spectrum: Sendable, Hashable {
  /// The extents of the matrix, or of each of the slices of a kernel.
  public var rows: Int, columns: Int
  /// The matrices whose singular values stand together here.
  public var matrixCount: Int
  /// Descending. All of them, or the largest where ``errorBound`` is not nil.
  public var singularValues: [Double]
  /// The sum of all eigenvalues, of those too that were not computed (`norm`).
  public var squaredFrobeniusNorm: Double
  /// Where singular values were estimated: with probability 1 - 1e-10 the true ones exceed the given by no more than this.
  public var errorBound: Double?

  public init(
    rows: Int, columns: Int, matrixCount: Int = 1, singularValues: [Double], squaredFrobeniusNorm: Double, errorBound: Double? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.matrixCount = matrixCount
    self.singularValues = singularValues
    self.squaredFrobeniusNorm = squaredFrobeniusNorm
    self.errorBound = errorBound
  }

  public var eigenvalues: [Double] { singularValues.map { $0 * $0 } }

  /// How many there would be in all.
  public var fullCount: Int { matrixCount * min(rows, columns) }
  public var isComplete: Bool { errorBound == nil }
}

// MARK: - Norms and ranks

extension Spectrum {
  /// The largest singular value.
  public var spectralNorm: Double { singularValues.first ?? .nan }

  /// The squared Frobenius norm over the squared spectral norm (`stable_rank`). NaN of a matrix of zeros.
  public var stableRank: Double { spectralNorm > 0 ? squaredFrobeniusNorm / (spectralNorm * spectralNorm) : .nan }

  /// exp of the entropy of the singular values' shares of their sum (Roy and Vetterli, The effective rank, 2007); nil unless all are known.
  public var effectiveRank: Double? {
    guard isComplete else { return nil }
    return Self.entropy(singularValues).map { exp($0) }
  }

  /// The entropy of the eigenvalues' shares of their sum, over the logarithm of the rank (`entropy`): 1 where all are alike; nil unless
  /// all are known.
  public var relativeEntropy: Double? {
    guard isComplete, let rank, rank > 1 else { return nil }
    return Self.entropy(eigenvalues).map { $0 / log(Double(rank)) }
  }

  /// How many singular values exceed the largest times the larger extent times the rounding of Float; nil unless all are known.
  public var rank: Int? {
    guard isComplete else { return nil }
    let least = spectralNorm * Double(max(rows, columns)) * Double(Float.ulpOfOne)
    return singularValues.count { $0 > least }
  }

  private static func entropy(_ values: [Double]) -> Double? {
    let sum = values.reduce(0, +)
    guard sum > 0 else { return nil }
    return values.reduce(0) { $1 > 0 ? $0 - $1 / sum * log($1 / sum) : $0 }
  }
}

// MARK: - The tail

extension Spectrum {
  /// Eigenvalues below this are no part of the fit, as in WeightWatcher.
  public static let leastEigenvalue = 1e-5

  /// The power law of the eigenvalues' upper end; nil where there are too few.
  ///
  /// Of estimated spectra it sees the largest alone, so that its start cannot lie below them.
  public func powerLaw() -> PowerLawFit? { PowerLawFit(to: eigenvalues.filter { $0 > Self.leastEigenvalue }) }

  /// exponent · log10 of the largest eigenvalue (`alpha_weighted`).
  public func weightedExponent(_ fit: PowerLawFit) -> Double { fit.exponent * log10(spectralNorm * spectralNorm) }

  /// log10 of the sum of the eigenvalues to the power of the exponent (`log_alpha_norm`); nil unless all are known.
  public func logExponentNorm(_ fit: PowerLawFit) -> Double? {
    isComplete ? log10(eigenvalues.reduce(0) { $0 + pow($1, fit.exponent) }) : nil
  }
}

// MARK: - Noise and what rises above it

extension Spectrum {
  /// The eigenvalues that noise of the same bulk would have.
  public struct Noise: Sendable, Hashable {
    /// The upper edge of the bulk, in eigenvalues (`bulk_max`).
    public var edge: Double
    /// How many eigenvalues lie above it by more than noise fluctuates (`num_spikes`).
    public var spikeCount: Int
    /// The edge over the largest eigenvalue (`mp_softrank`): near 1 where there is nothing but noise.
    public var softRank: Double
  }

  /// Nil unless all eigenvalues are known, where the matrix is of a single row or column, and where half of them are zero.
  public func noise() -> Noise? {
    guard isComplete, min(rows, columns) > 1, spectralNorm > 0,
      let law = MarchenkoPastur(fitting: eigenvalues, rows: rows, columns: columns)
    else { return nil }
    let threshold = law.upperEdge + law.fluctuation(of: min(rows, columns))
    return Noise(
      edge: law.upperEdge, spikeCount: eigenvalues.count { $0 > threshold }, softRank: law.upperEdge / (spectralNorm * spectralNorm))
  }
}
