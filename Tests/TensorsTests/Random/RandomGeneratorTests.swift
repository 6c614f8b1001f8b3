import TestSupport
import Testing

@testable import Tensors

@Suite(.serialized) struct RandomGeneratorTests {
  /// The known answers that the Random123 library ships for philox4x32-10.
  @Test func knownAnswers() {
    let ones = UInt32.max
    #expect(Philox.block(SIMD4(repeating: 0), key: 0) == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(Philox.block(SIMD4(repeating: ones), key: .max) == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.block(SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), key: 0x299F_31D0_A409_3822)
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  /// The C kernels against the block function, over counts around their lanes and across the counter's lower word.
  @Test(arguments: [1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 1_000, 20_001])
  func kernelsEqualTheReference(count: Int) {
    for first in [0, 5, UInt64(UInt32.max) - 3] {
      let key: UInt64 = 0x1234_5678_9ABC_DEF0
      func word(_ index: Int) -> UInt32 {
        let counter = first + UInt64(index / 4)
        return Philox.block(
          SIMD4(UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, 0), key: key)[index % 4]
      }
      var floats = [Float](repeating: -1, count: count + 1)
      var doubles = [Double](repeating: -1, count: count + 1)
      Float.fillUniform(&floats, count: count, lower: 2, width: 3, counter: first, key: key)
      Double.fillUniform(&doubles, count: count, lower: 2, width: 3, counter: first, key: key)
      #expect(floats.last == -1 && doubles.last == -1)
      #expect((0..<count).allSatisfy { floats[$0] == 2 + 3 * (Float(word($0) >> 8) * 0x1p-24) })
      #expect(
        (0..<count).allSatisfy {
          doubles[$0] == 2 + 3 * (Double((UInt64(word(2 * $0)) << 32 | UInt64(word(2 * $0 + 1))) >> 11) * 0x1p-53)
        })
    }
  }

  @Test func nothingDependsOnThreads() {
    let runs = resultsWithThreads { () -> [[Double]] in
      var g = RandomGenerator(seed: 7)
      let uniform = Tensor<Float>.uniform([3, 20_001], using: &g).scalars.map(Double.init)
      let normal = Tensor<Double>.normal([50_001], using: &g).scalars
      let integers = Tensor<Int>.integers([30_001], below: 1_000, using: &g).scalars.map(Double.init)
      return [uniform, normal, integers, g.permutation(100).map(Double.init)]
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  @Test func fillingInPiecesDrawsTheSameNumbers() {
    var whole = RandomGenerator(seed: 3)
    var pieces = RandomGenerator(seed: 3)
    let all = Tensor<Double>.normal([4_000], using: &whole).scalars
    let parts = [1_000, 2_000, 1_000].flatMap { Tensor<Double>.normal([$0], using: &pieces).scalars }
    #expect(all == parts)
    #expect(whole == pieces)
  }

  @Test func momentsAreRight() {
    var g = RandomGenerator(seed: 11)
    func moments(_ x: [Double]) -> (mean: Double, variance: Double, kurtosis: Double) {
      let n = Double(x.count)
      let mean = x.reduce(0, +) / n
      let second = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let fourth = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) * ($1 - mean) } / n
      return (mean, second, fourth / (second * second))
    }
    // Five standard errors each, at a fixed seed.
    let n = 200_000.0
    let uniform = moments(Tensor<Float>.uniform([200_000], using: &g).scalars.map(Double.init))
    #expect(abs(uniform.mean - 0.5) < 5 * (1 / 12.0 / n).squareRoot())
    #expect(abs(uniform.variance - 1 / 12.0) < 5 * (1 / 180.0 / n).squareRoot())
    for normal in [
      moments(Tensor<Float>.normal([200_000], using: &g).scalars.map(Double.init)),
      moments(Tensor<Double>.normal([200_000], using: &g).scalars),
    ] {
      #expect(abs(normal.mean) < 5 * (1 / n).squareRoot())
      #expect(abs(normal.variance - 1) < 5 * (2 / n).squareRoot())
      #expect(abs(normal.kurtosis - 3) < 5 * (24 / n).squareRoot())
    }
  }

  @Test func integersAreUniform() {
    var g = RandomGenerator(seed: 5)
    var counts = [Double](repeating: 0, count: 10)
    for value in Tensor<Int>.integers([100_000], below: 10, using: &g).scalars { counts[value] += 1 }
    let chiSquare = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(chiSquare < 27.9)  // 0.1 % point with 9 degrees of freedom
    // With this bound a quarter of all draws are rejected: the retries must stay in range.
    let large = 3 << 61
    #expect((0..<1_000).allSatisfy { _ in (0..<large).contains(g.integer(below: large)) })
  }

  @Test func permutationsAreUniform() {
    var g = RandomGenerator(seed: 9)
    var counts: [[Int]: Double] = [:]
    for _ in 0..<24_000 { counts[g.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(counts.values.reduce(0) { $0 + ($1 - 1_000) * ($1 - 1_000) / 1_000 } < 49.7)  // 0.1 % point, 23 degrees
    #expect(g.permutation(0) == [] && g.permutation(1) == [0])
  }

  @Test func streamsDiffer() {
    let root = RandomGenerator(seed: 1)
    var drawn: Set<UInt64> = []
    for index in 0..<1_000 {
      var stream = root.stream(UInt64(index))
      drawn.insert(stream.next())
    }
    #expect(drawn.count == 1_000)
    var advanced = root
    _ = advanced.next()
    #expect(advanced.stream(3) == root.stream(3))
  }
}
