import Statistics
import Tensors
import TestSupport
import Testing

/// Against counting by hand, and against NumPy's figures of the same numbers.
@Suite struct SummaryStatisticsTests {
  /// Numbers about zero are summed in a way of their own.
  @Test(arguments: [0, 1, 15, 16, 17, 65_537, 600_000], [3, 0.01])
  func figuresAreThoseOfTwoPasses(count: Int, mean: Float) {
    var generator = RandomGenerator(seed: 5)
    let values = Tensor<Float>(uninitialized: [count]) { generator.fillNormal($0, mean: mean, deviation: 0.5) }
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

  /// The first numbers lie about zero and the others do not, or the other way round: neither is taken for what all are.
  @Test(arguments: [Float(1e6), 0])
  func whatComesFirstIsNotAll(start: Float) {
    let values = (0..<70_000).map { (index: Int) -> Float in
      let (place, noise): (Float, Int) = index < 1_000 ? (start, index % 3 - 1) : (1e6 - start, index % 5 - 2)
      return place + Float(noise)
    }
    let doubles = values.map { Double($0) }
    let mean = doubles.reduce(0, +) / Double(values.count)
    let variance = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let found = SummaryStatistics(of: Tensor(values))
    #expect(abs(found.mean / mean - 1) < 1e-13 && abs(found.variance / variance - 1) < 1e-11)
  }

  /// The checksum of the bytes, taken along, and the same figures to the last bit; also where numbers are looked at twice.
  @Test(arguments: [0, 1, 2_047, 2_049, 65_536, 200_000], [nil, .infinity, .nan] as [Float?])
  func checksumsAreTakenAlong(count: Int, wrong: Float?) {
    var generator = RandomGenerator(seed: 6)
    let values = Tensor<Float>(uninitialized: [count]) { numbers in
      generator.fillNormal(numbers, mean: 0, deviation: 1)
      if let wrong, count > 0 { numbers[count / 2] = wrong }
    }
    let before: [UInt8] = [1, 2, 3]
    var checksum = before.withUnsafeBytes { Self.checksum($0, after: 0) }
    let (found, expected) = values.withUnsafeBufferPointer { buffer in
      let expected = Self.checksum(UnsafeRawBufferPointer(buffer), after: checksum)
      return (SummaryStatistics(of: buffer, checksum: &checksum), expected)
    }
    #expect(checksum == expected)
    let whole = SummaryStatistics(of: values)
    #expect(count == 0 || found == whole, "\(found) \(whole)")
  }

  /// Bit by bit.
  private static func checksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32) -> UInt32 {
    var state = ~start
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state >> 1 ^ (state & 1) &* 0xEDB8_8320 }
    }
    return ~state
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
