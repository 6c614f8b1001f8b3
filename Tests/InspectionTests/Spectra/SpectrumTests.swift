import Inspection
import Tensors
import TestSupport
import Testing

/// Against NumPy and WeightWatcher: `Fixtures/make_spectra.py` makes the same matrices and measures them.
@Suite struct SpectrumTests {
  static let expected = try! Fixture("spectra")
  static let names = ["noise", "spiked", "heavy", "small", "deficient"]

  /// As the script makes it.
  static func matrix(_ name: String) -> Tensor<Double> {
    func normal(_ seed: UInt32, _ shape: Shape) -> Tensor<Double> {
      var generator = MersenneTwister(seed: seed)
      return .normal(shape, using: &generator)
    }
    func changed(_ matrix: Tensor<Double>, _ change: (Int, Int, Double) -> Double) -> Tensor<Double> {
      let columns = matrix.shape[1]
      return Tensor(matrix.scalars.enumerated().map { change($0 / columns, $0 % columns, $1) }, shape: matrix.shape)
    }
    switch name {
    case "noise": return normal(1, [120, 80])
    case "spiked": return changed(normal(2, [60, 90])) { $2 * ($1 == 0 ? 8 : 1) * ($0 == 0 ? 5 : 1) }
    case "heavy": return changed(normal(3, [100, 64])) { $2 * $2 * $2 * $2 * $2 }
    case "small": return normal(4, [12, 16])
    default:
      let full = normal(5, [40, 30])
      return changed(full) { row, column, value in column < 20 ? value : full.scalars[row * 30 + column - 20] }
    }
  }

  static func expect(_ value: Double?, _ name: String, _ key: String, tolerance: Double = 1e-10, at place: SourceLocation = #_sourceLocation) {
    let wanted = expected["\(name).\(key)"].data
    #expect(value.map { relativeDifference([$0], wanted) < tolerance } == true, "\(name).\(key): \(value ?? .nan), not \(wanted)", sourceLocation: place)
  }

  @Test(arguments: names) func measuresAreNumPysAndWeightWatchers(name: String) throws {
    let spectrum = try Spectrum(of: [Self.matrix(name)])
    #expect(relativeDifference(spectrum.singularValues, Self.expected["\(name).singular_values"].data) < 1e-11)
    #expect(spectrum.isComplete && spectrum.errorBound == nil && spectrum.fullCount == spectrum.singularValues.count)
    Self.expect(spectrum.stableRank, name, "stable_rank")
    Self.expect(spectrum.effectiveRank, name, "effective_rank")
    Self.expect(spectrum.rank.map(Double.init), name, "rank")
    Self.expect(spectrum.relativeEntropy, name, "entropy", tolerance: 1e-5)  // theirs is in Float

    let fit = try #require(spectrum.powerLaw())
    Self.expect(fit.exponent, name, "alpha", tolerance: 1e-9)
    Self.expect(fit.start, name, "xmin")
    Self.expect(fit.distance, name, "distance", tolerance: 1e-9)
    Self.expect(fit.standardError, name, "sigma", tolerance: 1e-9)
    #expect(fit.tailCount == Int(Self.expected["\(name).tail"].data[0]))
    Self.expect(spectrum.weightedExponent(fit), name, "alpha_weighted", tolerance: 1e-9)
    Self.expect(spectrum.logExponentNorm(fit), name, "log_alpha_norm", tolerance: 1e-9)
  }

  @Test func threadsDoNotShow() throws {
    let matrix = Self.matrix("heavy")
    let fits = try resultsWithThreads { try Spectrum(of: [matrix]).powerLaw() }
    #expect(fits.allSatisfy { $0 == fits[0] })
  }

  @Test func zerosHaveNothingToFit() throws {
    let spectrum = try Spectrum(of: [.zeros([20, 30])])
    #expect(spectrum.stableRank.isNaN && spectrum.effectiveRank == nil && spectrum.powerLaw() == nil && spectrum.noise() == nil)
    #expect(spectrum.rank == 0)
  }

  @Test func tooFewValuesHaveNoPowerLaw() {
    #expect(PowerLawFit(to: [1, 2, 3, 4, 5, 6, 7]) == nil)
    #expect(PowerLawFit(to: [Double](repeating: 2, count: 30)) == nil)
  }
}

/// Against matrices whose noise is known.
@Suite struct MarchenkoPasturTests {
  @Test(arguments: [(400, 400), (600, 200), (90, 500)]) func theEdgeOfNoiseIsFound(rows: Int, columns: Int) throws {
    var generator = RandomGenerator(seed: 11)
    let deviation = 0.3
    let matrix = Tensor<Double>.normal([rows, columns], using: &generator) * deviation
    let noise = try #require(try Spectrum(of: [matrix]).noise())
    let (large, small) = (Double(max(rows, columns)), Double(min(rows, columns)))
    let edge = deviation * deviation * (large.squareRoot() + small.squareRoot()) * (large.squareRoot() + small.squareRoot())
    #expect(abs(noise.edge / edge - 1) < 0.03)
    #expect(noise.spikeCount == 0)
    #expect(noise.softRank > 0.95)
  }

  @Test func spikesRiseAboveIt() throws {
    let noise = try #require(try Spectrum(of: [SpectrumTests.matrix("spiked")]).noise())
    #expect(noise.spikeCount == 2)
    #expect(noise.softRank < 0.2)
  }

  /// The medians that Gavish and Donoho's table III implies: omega = lambda / sqrt(median).
  @Test(arguments: [(1.0, 2.8582), (0.5, 2.1711), (0.1, 1.6089)]) func mediansAreThePublished(aspect: Double, omega: Double) throws {
    // Eigenvalues that are all `median` have that law's scale 1.
    let threshold = (2 * (aspect + 1) + 8 * aspect / (aspect + 1 + (aspect * aspect + 14 * aspect + 1).squareRoot())).squareRoot()
    let median = (threshold / omega) * (threshold / omega)
    let columns = 1000
    let law = try #require(
      MarchenkoPastur(fitting: [Double](repeating: median, count: 3), rows: Int(aspect * Double(columns)), columns: columns))
    #expect(abs(law.scale - 1) < 2e-4)
  }
}

@Suite struct SpectrumEstimateTests {
  /// A matrix whose singular values are known: two random rotations around a falling diagonal.
  @Test(arguments: [1.0, 3.0]) func estimatesKeepTheirBound(fall: Double) throws {
    let (rows, columns) = (400, 300)
    var generator = RandomGenerator(seed: 21)
    let base = Tensor<Double>.normal([rows, columns], using: &generator)
    let scales = Tensor<Double>((0..<columns).map { 1 / (1 + fall * Double($0) / 20) }, shape: [1, columns])
    let matrix = base * scales
    let exact = try Spectrum(of: [matrix], method: .exact)
    let estimate = try Spectrum(of: [matrix], method: .randomized)
    let bound = try #require(estimate.errorBound)
    #expect(estimate.singularValues.count == Spectrum.randomizedCount)
    for (found, wanted) in zip(estimate.singularValues, exact.singularValues) {
      #expect(found <= wanted * (1 + 1e-12) && wanted - found <= bound)
    }
    #expect(bound < 0.5 * exact.spectralNorm)
    #expect(abs(estimate.spectralNorm / exact.spectralNorm - 1) < 1e-9)
    #expect(abs(estimate.stableRank / exact.stableRank - 1) < 1e-9)
    #expect(estimate.rank == nil && estimate.effectiveRank == nil && estimate.noise() == nil)
  }
}

@Suite struct WeightMatricesTests {
  @Test func kernelsAreReadEitherWay() throws {
    let weights = Tensor<Double>((0..<24).map(Double.init), shape: [2, 3, 2, 2])
    let flat = try #require(WeightMatrices.of(weights))
    #expect(flat.count == 1 && flat[0].shape == [2, 12])
    let slices = try #require(WeightMatrices.of(weights, kernels: .slices))
    #expect(slices.count == 4 && slices[1].scalars == [1, 5, 9, 13, 17, 21])
    // All slices together hold the same squares.
    let (a, b) = (try Spectrum(of: flat), try Spectrum(of: slices))
    #expect(abs(a.squaredFrobeniusNorm - b.squaredFrobeniusNorm) < 1e-9 && b.fullCount == 8)
  }

  @Test func vectorsAreNone() {
    #expect(WeightMatrices.of(.zeros([5])) == nil && WeightMatrices.of(.zeros([0, 3])) == nil)
    #expect(WeightMatrices.extents([4]) == nil && WeightMatrices.extents([4, 2, 3], kernels: .slices)! == (4, 2))
  }
}
