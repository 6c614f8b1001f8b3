import Statistics
import Tensors
import TestSupport
import Testing

/// Against counting by hand, and against NumPy's figures of the same numbers.
@Suite struct SummaryStatisticsTests {
  @Test(arguments: [0, 1, 15, 16, 17, 65_537, 600_000])
  func figuresAreThoseOfTwoPasses(count: Int) {
    var generator = RandomGenerator(seed: 5)
    let values = Tensor<Float>(uninitialized: [count]) { generator.fillNormal($0, mean: 3, deviation: 0.5) }
    let doubles = values.scalars.map(Double.init)
    let found = SummaryStatistics(of: values)
    #expect(found.count == count && found.finiteCount == count && found.zeroCount == 0)
    guard count > 0 else { return #expect(found.mean.isNaN && found.variance.isNaN && found.minimum.isNaN) }
    let mean = doubles.reduce(0, +) / Double(count)
    let variance = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    #expect(found.minimum == doubles.min() && found.maximum == doubles.max())
    #expect(abs(found.mean - mean) < 1e-12 && abs(found.variance - variance) < 1e-11)
    #expect(SummaryStatistics(of: Tensor<Double>(values)) == found)
  }

  @Test func specialValuesAreCountedApart() {
    let found = SummaryStatistics(of: Tensor<Double>([.nan, 0, -0, .infinity, -.infinity, -.infinity, 4]))
    #expect(found.nanCount == 1 && found.zeroCount == 2 && found.positiveInfinityCount == 1 && found.negativeInfinityCount == 2)
    #expect(found.finiteCount == 3 && found.nonFiniteCount == 4 && found.minimum == 0 && found.maximum == 4)
    // numpy.std([0, 0, 4])
    #expect(abs(found.standardDeviation - 1.8856180831641267) < 1e-15)
  }

  @Test func integersAreNumbersToo() {
    let found = SummaryStatistics(of: Tensor<UInt8>([0, 255, 1]))
    #expect(found.zeroCount == 1 && found.maximum == 255 && abs(found.mean - 256.0 / 3) < 1e-12)
  }

  @Test func threadsDoNotShow() {
    var generator = RandomGenerator(seed: 8)
    let values = Tensor<Float>(uninitialized: [500_000]) { generator.fillNormal($0, mean: 0.1, deviation: 2) }
    let found = resultsWithThreads { SummaryStatistics(of: values) }
    #expect(found.allSatisfy { $0 == found[0] })
  }
}
