@testable import Statistics
import Tensors
import TestSupport
import Testing

/// Histograms against counting and sorting the numbers themselves.
@Suite(.serialized) struct HistogramTests {
  static func normals(_ count: Int, deviation: Float = 1) -> Tensor<Float> {
    var generator = RandomGenerator(seed: 3)
    return Tensor(uninitialized: [count]) { generator.fillNormal($0, mean: 0.25, deviation: deviation) }
  }

  @Test(arguments: [1, 15, 16, 17, 1000, 600_000])
  func whatIsExactIsExact(count: Int) {
    let values = Self.normals(count)
    let doubles = values.scalars.map(Double.init)
    let histogram = Histogram(of: values)
    #expect(histogram.count == count)
    #expect(histogram.minimum == doubles.min() && histogram.maximum == doubles.max())
    let mean = doubles.reduce(0, +) / Double(count)
    let variance = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    #expect(abs(histogram.mean - mean) < 1e-12)
    #expect(abs(histogram.variance - variance) < 1e-10 * Swift.max(variance, 1))
  }

  @Test func quantilesAreWithinTheStatedError() {
    let values = Self.normals(100_001)
    let sorted = values.scalars.map(Double.init).sorted()
    let histogram = Histogram(of: values)
    for fraction in [0, 0.001, 0.25, 0.5, 0.75, 0.999, 1] {
      let exact = sorted[Int((fraction * 100_000).rounded())]
      #expect(abs(histogram.quantile(fraction) - exact) <= abs(exact) / 128 + 1e-4, "\(fraction)")
    }
  }

  @Test func specialValuesAreCountedApart() {
    let tiny = Float.leastNonzeroMagnitude
    let values: [Float] = [0, -0, .nan, .infinity, -.infinity, .infinity, 1, -1, tiny, -tiny, 3 * tiny, .signalingNaN]
    let histogram = Histogram(of: Tensor(values))
    #expect(histogram.zeroCount == 2)
    #expect(histogram.nanCount == 2)
    #expect(histogram.positiveInfinityCount == 2 && histogram.negativeInfinityCount == 1)
    #expect(histogram.finiteCount == 7)
    #expect(histogram.counts(between: [-2, -0.5, 0, 1e-50, 0.5, 1]) == [1, 1, 2, 2, 1])
    #expect(Histogram(of: Tensor<Double>(values.map(Double.init))).counts(between: [-2, -0.5, 0, 1e-50, 0.5, 1]) == [1, 1, 2, 2, 1])
  }

  /// Few numbers are sorted, many are counted in a table.
  @Test func fewNumbersAreCountedAsManyAre() {
    var values = Self.normals(9000).scalars + Self.normals(9000, deviation: 1e-44).scalars + Self.normals(9000, deviation: 1e38).scalars
    values += [0, -0, .nan, -.nan, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let doubles = values.map { Double($0) * 1e-30 } + [.leastNonzeroMagnitude, -.greatestFiniteMagnitude, .infinity]
    func merged<Scalar>(_ values: [Scalar], _ part: ([Scalar]) -> Histogram) -> Histogram {
      stride(from: 0, to: values.count, by: 1000).reduce(into: Histogram()) {
        $0.merge(part(Array(values[$1..<min($1 + 1000, values.count)])))
      }
    }
    let whole = Histogram(of: Tensor(values))
    #expect(values.count > Histogram.sortedAtMost)
    #expect(merged(values) { Histogram(of: Tensor($0)) }.cells.elementsEqual(whole.cells, by: ==))
    #expect(whole.cells.reduce(0) { $0 + $1.count } + whole.zeroCount == whole.finiteCount)
    let many = doubles + doubles + doubles
    #expect(many.count > Histogram.sortedDoublesAtMost)
    #expect(merged(many) { Histogram(of: Tensor($0)) }.cells.elementsEqual(Histogram(of: Tensor(many)).cells, by: ==))
  }

  @Test func nothingFiniteLeavesNothing() {
    let histogram = Histogram(of: Tensor<Float>([.nan, .infinity]))
    #expect(histogram.mean.isNaN && histogram.minimum.isNaN && histogram.quantile(0.5).isNaN)
    #expect(histogram.linearBins(10).isEmpty && histogram.geometricBins().isEmpty)
    #expect(Histogram() == Histogram(of: Tensor<Float>.zeros([0])))
  }

  @Test func partsAddUpToTheWhole() {
    let values = Self.normals(10_000)
    let scalars = values.scalars
    var merged = Histogram(of: Tensor(scalars[..<1234]))
    merged.merge(Histogram(of: Tensor(scalars[1234..<5000])))
    merged.merge(Histogram())
    merged.merge(Histogram(of: Tensor(scalars[5000...])))
    let whole = Histogram(of: values)
    #expect(merged.count == whole.count && merged.minimum == whole.minimum && merged.maximum == whole.maximum)
    #expect(abs(merged.mean - whole.mean) < 1e-14 && abs(merged.variance - whole.variance) < 1e-12)
    let edges = [-3, -1, -0.1, 0, 0.1, 1, 3.0]
    #expect(merged.counts(between: edges) == whole.counts(between: edges))
  }

  @Test func binsHoldEverythingOnce() {
    let values = Self.normals(54_321)
    let histogram = Histogram(of: values)
    for bins in [histogram.linearBins(20), histogram.geometricBins()] {
      #expect(bins.reduce(0) { $0 + $1.count } == 54_321)
      #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.right == $1.left })
    }
    // Against exact counting: a bin's two edges each move at most the numbers of one cell.
    for bin in histogram.linearBins(20) where bin.count > 1000 {
      let exact = values.scalars.filter { Double($0) >= bin.left && Double($0) < bin.right }.count
      #expect(abs(exact - bin.count) <= 100, "\(bin)")
    }
    let constant = Histogram(of: Tensor<Float>(repeating: 1, shape: [7])).linearBins(20)
    #expect(constant.count == 1 && constant[0] == (1, 1, 7))
  }

  @Test func theNumberOfThreadsDoesNotMatter() {
    let values = Self.normals(1_500_000)
    let results = resultsWithThreads { Histogram(of: values) }
    #expect(results.allSatisfy { $0 == results[0] })
  }
}
