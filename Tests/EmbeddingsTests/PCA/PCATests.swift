import Datasets
import Embeddings
import TestSupport
import Tensors
import Testing

private let expected = try! Fixture("pca")
private let cases = ["tall", "wide", "long", "whole"]

private func samples<Scalar: SampleScalar>(_ name: String, _ type: Scalar.Type = Double.self) -> Tensor<Scalar> {
  let array = expected["\(name).samples"]
  return Tensor(array.data.map { Scalar($0) }, shape: Shape(array.shape))
}

private func componentCount(_ name: String) -> Int { expected["\(name).components"].shape[0] }

/// Whether the model is scikit-learn's, signs included. Variances are judged relative to the largest.
private func expectEqual<Scalar: SampleScalar>(
  _ model: PCAModel<Scalar>, _ name: String, tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  func compare(_ found: Tensor<Scalar>, _ part: String, scale: Double = 1) {
    let wanted = expected["\(name).\(part)"]
    #expect(found.shape.dimensions == wanted.shape, "\(part)", sourceLocation: sourceLocation)
    let difference = relativeDifference(found.scalars.map { Double($0) / scale }, wanted.data.map { $0 / scale })
    #expect(difference < tolerance, "\(part)", sourceLocation: sourceLocation)
  }
  compare(model.mean, "mean")
  compare(model.components, "components")
  compare(model.explainedVariance, "variance", scale: expected["\(name).variance"].data[0])
  compare(model.explainedVarianceRatio, "ratio")
  compare(model.singularValues, "singular", scale: expected["\(name).singular"].data[0])
  // In batches scikit-learn forgets the variance that earlier ones left out; ours is what all directions left out have.
  let left = min(model.sampleCount, model.columnCount) - model.componentCount
  let variance = expected["\(name).variance"].data
  let rest = max(0, variance[0] / expected["\(name).ratio"].data[0] - variance.reduce(0, +)) / Double(max(left, 1))
  let noise = name == "incremental" ? rest : expected["\(name).noise"].data[0]
  #expect(abs(Double(model.noiseVariance) - noise) < tolerance, sourceLocation: sourceLocation)
}

@Suite struct PCATests {
  /// Random vectors with ten to spare span all of these small matrices, so that even they are exact.
  @Test(arguments: cases, PCA.Solver.allCases) func modelsAreScikitLearns(name: String, solver: PCA.Solver) throws {
    let analysis = PCA(componentCount: componentCount(name), solver: solver)
    expectEqual(try analysis.fit(samples(name)), name, tolerance: 1e-10)
    // The means are up to 300 times the smallest deviation, and a Float knows them to 1e-5 of it.
    expectEqual(try analysis.fit(samples(name, Float.self)), name, tolerance: 1e-4)
  }

  @Test(arguments: cases) func mapsAreScikitLearns(name: String) throws {
    let x = samples(name)
    let k = componentCount(name)
    let (model, z) = try PCA(componentCount: k).fitTransform(x)
    let width = x.shape[1]
    #expect(relativeDifference(z.scalars.prefix(5 * k), expected["\(name).transformed"].data) < 1e-10)
    #expect(relativeDifference(model.inverseTransform(z).scalars.prefix(5 * width), expected["\(name).restored"].data) < 1e-10)
    let white = try PCA(componentCount: k, whiten: true).fit(x)
    #expect(relativeDifference(white.transform(x).scalars.prefix(5 * k), expected["\(name).white"].data) < 1e-10)
    let back = white.inverseTransform(white.transform(x)).scalars.prefix(5 * width)
    #expect(relativeDifference(back, expected["\(name).restored"].data) < 1e-10)
  }

  @Test func aMeanFarFromZeroCostsNoDigits() throws {
    let x = samples("long")
    let far = Tensor(x.scalars.map { $0 + 1e6 }, shape: x.shape)
    let (near, found) = (try PCA(componentCount: 5).fit(x), try PCA(componentCount: 5).fit(far))
    #expect(relativeDifference(found.components.scalars, near.components.scalars) < 1e-8)
    #expect(relativeDifference(found.explainedVariance.scalars, near.explainedVariance.scalars) < 1e-8)
  }

  @Test(arguments: [PCA.Solver.automatic, .full]) func digitsAreScikitLearns(solver: PCA.Solver) throws {
    let digits = Dataset.digits().features()
    expectEqual(try PCA(componentCount: 20, solver: solver).fit(digits), "digits", tolerance: 1e-5)
  }

  @Test func viewsGiveWhatTheirCopiesGive() throws {
    let view = samples("wide").transposed
    let analysis = PCA(componentCount: 2)
    #expect(try analysis.fit(view).components.scalars == analysis.fit(view.copied()).components.scalars)
  }

  /// Columns that are mostly one value, which the products leave out: the result is that of the full decomposition.
  @Test(arguments: [0.0, 0.01, 0.3, 1]) func sparseDataGiveWhatTheFullDecompositionGives(density: Double) throws {
    var generator = RandomGenerator(seed: 5)
    let (n, d) = (3000, 60)
    let chance = Tensor<Double>.uniform([n, d], using: &generator).scalars
    let value = Tensor<Double>.normal([n, d], using: &generator).scalars
    // Each column has a width of its own, and the later ones vary in late rows only.
    let x = Tensor(
      (0..<n * d).map { i in
        let (row, column) = (i / d, i % d)
        return 7 + (chance[i] < density && row >= column * 40 ? value[i] * Double(1 + column) : 0)
      }, shape: [n, d])
    let exact = try PCA(componentCount: 5, solver: .full).fit(x)
    let found = try PCA(componentCount: 5, solver: .covariance).fit(x)
    #expect(relativeDifference(found.explainedVariance.scalars, exact.explainedVariance.scalars) < 1e-11)
    #expect(relativeDifference(found.mean.scalars, exact.mean.scalars) < 1e-13)
    if density > 0 { #expect(relativeDifference(found.components.scalars, exact.components.scalars) < 1e-8) }
  }

  @Test func bytesGiveWhatTheirNumbersGive() throws {
    var generator = RandomGenerator(seed: 1)
    let bytes = Tensor<UInt8>((0..<700 * 30).map { _ in UInt8(generator.integer(below: 256)) }, shape: [700, 30])
    let numbers = Tensor<Float>(bytes.scalars.map { Float($0) / 255 }, shape: bytes.shape)
    let rows = ByteRows<Float>(bytes, dividedBy: 255)
    let (ofBytes, ofNumbers) = (try PCA(componentCount: 7).fit(rows: rows), try PCA(componentCount: 7).fit(numbers))
    #expect(ofBytes.components.scalars == ofNumbers.components.scalars)
    #expect(ofBytes.transform(rows: rows).scalars == ofNumbers.transform(numbers).scalars)
  }

  /// More columns than one thread's own product may have: cut into strips instead of rows.
  @Test func manyColumnsGiveWhatTheFullDecompositionGives() throws {
    let x = random(1300, 1100, decay: 0.9)
    let exact = try PCA(componentCount: 8, solver: .full).fit(x)
    let found = try PCA(componentCount: 8, solver: .covariance).fit(x)
    #expect(relativeDifference(found.components.scalars, exact.components.scalars) < 1e-9)
    #expect(relativeDifference(found.explainedVariance.scalars, exact.explainedVariance.scalars) < 1e-11)
    #expect(abs(found.noiseVariance / exact.noiseVariance - 1) < 1e-9)
  }

  @Test func solversAreChosenAsScikitLearnDoesOrFaster() {
    func solver(_ n: Int, _ d: Int, _ k: Int) -> PCA.Solver { PCA(componentCount: k).solver(samples: n, columns: d) }
    #expect(solver(70_000, 784, 50) == .covariance)
    #expect(solver(1_797, 64, 64) == .covariance)
    #expect(solver(400, 300, 2) == .full)
    #expect(solver(2_000, 1_500, 1_400) == .full)
    #expect(solver(20_000, 2_000, 50) == .covariance)
    #expect(solver(600, 100_000, 50) == .covariance)
    #expect(solver(20_000, 20_000, 50) == .randomized)
    #expect(PCA(componentCount: 2, solver: .randomized).solver(samples: 10, columns: 10) == .randomized)
  }

  /// Columns of very different size, whose small variances drown in the squares of the large ones.
  @Test func whatSquaresLoseTheAutomaticSolverFindsInTheData() throws {
    let x = random(520, 600, decay: 0.5)
    let model = try PCA(componentCount: 60).fit(x)
    #expect(model.solver == .full)
    #expect(try PCA(componentCount: 60, solver: .full).fit(x).components.scalars == model.components.scalars)
  }

  @Test func squaresThatOverflowAreLeftToTheFullDecomposition() throws {
    let x = samples("long", Float.self)
    let large = Tensor<Float>(x.scalars.map { $0 * 1e30 }, shape: x.shape)
    let (model, wanted) = (try PCA(componentCount: 3).fit(large), try PCA(componentCount: 3).fit(x))
    #expect(model.solver == .full)
    #expect(relativeDifference(model.components.scalars, wanted.components.scalars) < 1e-3)
  }

  @Test(arguments: PCA.Solver.allCases) func degenerateDataHaveFiniteComponents(solver: PCA.Solver) throws {
    let constant = Tensor<Float>(repeating: 3, shape: [30, 4])
    let one = Tensor<Float>([1, 2, 3], shape: [1, 3])
    let duplicates = Tensor<Float>((0..<40).map { Float($0 % 4) }, shape: [10, 4])
    for (x, k) in [(constant, 2), (one, 1), (duplicates, 3)] {
      let (model, z) = try PCA(componentCount: k, solver: solver, whiten: true).fitTransform(x)
      #expect(z.scalars.allSatisfy { $0.isFinite })
      #expect(model.explainedVariance.scalars.allSatisfy { $0 >= 0 && $0 < 1e-9 })
      #expect(model.explainedVarianceRatio.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(model.components.scalars.allSatisfy { $0.isFinite })
    }
  }

  @Test func noComponentsAreNoColumns() throws {
    let (model, z) = try PCA(componentCount: 0).fitTransform(samples("tall"))
    #expect(z.shape == [40, 0] && model.components.shape == [0, 6])
  }

  @Test(arguments: PCA.Solver.allCases) func numbersThatAreNotFiniteAreNamed(solver: PCA.Solver) {
    for (n, d) in [(900, 5), (6, 40), (1200, 1100)] where solver != .full || n < 1000 {
      for bad in [Float.nan, .infinity] {
        var x = Tensor<Float>(repeating: 1, shape: [n, d])
        x.withUnsafeMutableBufferPointer { $0[4 * d + 3] = bad }
        x.withUnsafeMutableBufferPointer { $0[5 * d + 1] = bad }
        #expect(throws: PCAError.nonFinite(row: 4, column: 3)) { try PCA(componentCount: 2, solver: solver).fit(x) }
      }
    }
  }

  @Test func moreComponentsThanThereAreIsAnError() {
    let error = PCAError.tooManyComponents(asked: 7, samples: 40, columns: 6)
    #expect(throws: error) { try PCA(componentCount: 7).fit(samples("tall")) }
    #expect("\(error)".contains("40 samples of 6 columns have at most 6"))
  }

}

@Suite struct IncrementalPCATests {
  @Test func batchesGiveScikitLearns() throws {
    var analysis = IncrementalPCA<Double>(componentCount: 4)
    let x = samples("incremental")
    for batch in 0..<3 { try analysis.partialFit(rows(x, batch * 30..<batch * 30 + 30)) }
    expectEqual(analysis.model(), "incremental", tolerance: 1e-10)
    #expect(analysis.sampleCount == 90)
  }

  @Test func nothingLeftOutGivesTheWhole() throws {
    let x = samples("long")
    var analysis = IncrementalPCA<Double>(componentCount: 12)
    for range in [0..<50, 50..<62, 62..<300] { try analysis.partialFit(rows(x, range)) }
    let whole = try PCA(componentCount: 12, solver: .full).fit(x)
    #expect(relativeDifference(analysis.model().components.scalars, whole.components.scalars) < 1e-9)
    #expect(relativeDifference(analysis.model().explainedVariance.scalars, whole.explainedVariance.scalars) < 1e-11)
    #expect(relativeDifference(analysis.model().mean.scalars, whole.mean.scalars) < 1e-12)
  }

  @Test func aRefusedBatchLeavesTheAnalysisAsItWas() throws {
    let x = samples("incremental")
    var analysis = IncrementalPCA<Double>(componentCount: 4)
    try analysis.partialFit(rows(x, 0..<30))
    let before = analysis.model().components.scalars
    #expect(throws: PCAError.tooManyComponents(asked: 4, samples: 3, columns: 8)) { try analysis.partialFit(rows(x, 0..<3)) }
    #expect(throws: PCAError.columnsDiffer(expected: 8, found: 6)) { try analysis.partialFit(samples("tall")) }
    #expect(throws: PCAError.self) { try analysis.partialFit(Tensor(repeating: .nan, shape: [10, 8])) }
    #expect(analysis.model().components.scalars == before && analysis.sampleCount == 30)
  }

  private func rows(_ x: Tensor<Double>, _ range: Range<Int>) -> Tensor<Double> {
    let d = x.shape[1]
    return Tensor(x.scalars[range.lowerBound * d..<range.upperBound * d], shape: [range.count, d])
  }
}

@Suite(.serialized) struct PCAThreadTests {
  @Test(arguments: [(5000, 40, PCA.Solver.covariance), (1100, 1030, .covariance), (90, 700, .covariance), (3000, 20, .full), (700, 90, .randomized)])
  func bytesDoNotDependOnThreads(n: Int, d: Int, solver: PCA.Solver) throws {
    let x = random(n, d, Float.self, decay: 0.9)
    let maps = try resultsWithThreads { try PCA(componentCount: 3, solver: solver).fitTransform(x).transformed.scalars }
    #expect(maps.allSatisfy { $0 == maps[0] })
  }
}

/// Columns that are mixed from others, of which each is `decay` times as wide as the one before.
private func random<Scalar: SampleScalar>(_ n: Int, _ d: Int, _ type: Scalar.Type = Double.self, decay: Double) -> Tensor<Scalar> {
  var generator = RandomGenerator(seed: UInt64(n + d))
  let x = Tensor<Scalar>.normal([n, d], using: &generator).scalars
  var widths = [Scalar(1)]
  while widths.count < d { widths.append(max(widths[widths.count - 1] * Scalar(decay), 1e-30)) }
  return Tensor(
    (0..<n * d).map { index in
      let (row, column) = (index / d, index % d)
      // A rotation of neighbouring pairs, so that components are not single columns.
      let other = column % 2 == 0 ? min(column + 1, d - 1) : column - 1
      let sign: Scalar = column % 2 == 0 ? 1 : -1
      return Scalar(0.8) * x[index] * widths[column] + sign * Scalar(0.6) * x[row * d + other] * widths[other]
    }, shape: [n, d])
}
