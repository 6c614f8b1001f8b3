import Fathom
import Testing

@testable import analyze

/// What pictures of distributions count, beside NumPy's `histogram`.
@Suite struct DistributionBinsTests {
  /// The fractional parts of multiples of the golden ratio, which anybody can make again.
  private static func fraction(_ index: Int) -> Double { (Double(index + 1) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) }

  /// `np.histogram(v, bins=20)`. The numbers lie closer to each other than the cells of `Histogram` are wide.
  private static let narrow = [20, 20, 19, 19, 21, 19, 19, 19, 19, 20, 19, 20, 20, 19, 19, 19, 21, 19, 19, 20]
  private static let skewed = [185, 47, 33, 27, 23, 20, 17, 16, 14, 15, 12, 12, 12, 10, 11, 10, 9, 9, 9, 9]

  @Test func binsAreThoseOfNumPy() {
    let close = (0..<1000).map { Float(0.95 + 0.05 * Self.fraction($0)) }.filter { $0 * $0 < 0.94 }
    #expect(DistributionCharts.bins(of: Tensor<Float>(close), 20).map(\.count) == Self.narrow.map(Double.init))
    let cubes = (0..<500).map { index -> Float in
      let fraction = Self.fraction(index)
      return Float(fraction * fraction * fraction)
    }
    #expect(DistributionCharts.bins(of: Tensor<Float>(cubes), 20).map(\.count) == Self.skewed.map(Double.init))
  }

  @Test func eachNumberIsInItsBin() {
    let bins = DistributionBins(edges: (0...10).map { Double($0) / 10 })
    let values: [Float] = [0, 0.1, 0.2, 0.3, 0.7, 1, -0.1, 1.1, .nan, .infinity, -.infinity]
    var expected = [Int](repeating: 0, count: 10)
    for value in values where value >= 0 && value <= 1 {
      expected[bins.edges.dropFirst().dropLast().count { Double(value) >= $0 }] += 1
    }
    #expect(bins.counts(of: Tensor<Float>(values)) == expected)
    #expect(bins.counts(of: Tensor<Float>([Float]())) == [Int](repeating: 0, count: 10))
  }

  /// Bins finer than a histogram's cells would show steps that are in no data.
  @Test func histogramsAreNotDrawnFinerThanTheyAre() {
    let close = Histogram(of: Tensor<Float>((0..<1000).map { index -> Float in Float(0.95 + 0.05 * Self.fraction(index)) }))
    #expect(DistributionBins.resolved(80, by: [close]) == 8)
    let wide = Histogram(of: Tensor<Float>((0..<1000).map { index -> Float in Float(Self.fraction(index) - 0.5) }))
    #expect(DistributionBins.resolved(80, by: [wide]) == 80)
    #expect(DistributionBins.resolved(80, by: []) == 80)
  }

  @Test(arguments: [1, 2, 3, 10, 59, 60, 61, 100, 101, 119, 3001])
  func stepsAreSpreadEvenly(count: Int) {
    let steps = (0..<count).map { $0 * 3 }
    for most in [1, 2, 40, 60] {
      let some = StepSpread.steps(steps, atMost: most)
      #expect(some.count <= most && !some.isEmpty && some.last == steps.last)
      guard some.count > 1 else { continue }
      #expect(some.first == 0 && zip(some, some.dropFirst()).allSatisfy { $0 < $1 })
      // All at one distance but for the last.
      #expect(Set(zip(some.dropLast(), some.dropLast().dropFirst()).map { $1 - $0 }).count <= 1)
    }
  }
}
