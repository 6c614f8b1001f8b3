import Datasets
import Embeddings
import Neighbors
import Tensors
import TestSupport
import Testing

/// Against scikit-learn, on the digits and a map that `Fixtures/make_quality.py` makes in the same way.
@Suite struct EmbeddingQualityTests {
  let digits = Dataset.digits()

  /// The pixels, made distinct by a jitter that is small beside them.
  var jittered: Tensor<Float> {
    let pixels = digits.features().scalars
    var jittered: [Float] = []
    for (at, pixel) in pixels.enumerated() {
      let jitter: Int = at * 7919 % 1009
      jittered.append(pixel * 4096 + Float(jitter))
    }
    return Tensor(jittered, shape: [digits.count, 64])
  }

  /// Two sums of the pixels with small integer weights.
  func map(of data: Tensor<Float>) -> Tensor<Float> {
    let values = data.scalars
    let weights = (0..<64).map { (k: Int) -> SIMD2<Float> in
      let (first, second): (Int, Int) = (k * 7 % 13 - 6, k * 5 % 11 - 5)
      return SIMD2<Float>(Float(first), Float(second))
    }
    var sums = [SIMD2<Float>](repeating: .zero, count: data.shape[0])
    for (at, value) in values.enumerated() { sums[at / 64] += weights[at % 64] * value }
    let flat: [Float] = sums.flatMap { [$0.x, $0.y] }
    return Tensor(flat, shape: [data.shape[0], 2])
  }

  @Test(arguments: [5, 10])
  func equalsScikitLearn(k: Int) throws {
    let expected = try Fixture("quality")["jittered\(k)"].data
    let quality = try EmbeddingQuality.evaluate(
      data: jittered, embedding: map(of: jittered), labels: digits.labels, neighbors: k)
    #expect(quality.rankedPoints == 1_797)
    let found = [
      quality.trustworthiness, quality.continuity, quality.neighborsKept, quality.nearestNeighborAccuracy ?? .nan,
      quality.majorityAccuracy ?? .nan,
    ]
    // Single precision exchanges a few of three million pairs whose distances agree to seven digits; a rank off by one makes 6e-8.
    #expect(relativeDifference(found, expected) < 6e-7, "\(found), expected \(expected)")
  }

  @Test func otherMetrics() throws {
    let quality = try EmbeddingQuality.evaluate(data: jittered, embedding: map(of: jittered), metric: .cosine)
    #expect(relativeDifference([quality.trustworthiness], try Fixture("quality")["cosine"].data) < 1e-6)
  }

  @Test func equalDistancesChangeLittle() throws {
    let data = digits.features()
    let quality = try EmbeddingQuality.evaluate(data: data, embedding: map(of: data))
    #expect(relativeDifference([quality.trustworthiness], try Fixture("quality")["plain"].data) < 1e-3)
  }

  @Test func samplesAreNearTheWhole() throws {
    let map = map(of: jittered)
    let whole = try EmbeddingQuality.evaluate(data: jittered, embedding: map, labels: digits.labels)
    let sampled = try EmbeddingQuality.evaluate(
      data: jittered, embedding: map, labels: digits.labels, rankedPointLimit: 600)
    #expect(sampled.rankedPoints == 600)
    #expect(abs(sampled.trustworthiness - whole.trustworthiness) < 0.01)
    #expect(abs(sampled.neighborsKept - whole.neighborsKept) < 0.02)
    #expect(sampled.nearestNeighborAccuracy == whole.nearestNeighborAccuracy)
  }

  @Test func theDataAsTheirOwnMapArePerfect() throws {
    let quality = try EmbeddingQuality.evaluate(data: jittered, embedding: jittered)
    #expect(quality.trustworthiness == 1 && quality.continuity == 1 && quality.neighborsKept == 1)
    #expect(quality.nearestNeighborAccuracy == nil)
  }

  @Test func setsTooSmallForRanks() throws {
    for count in 0...4 {
      let points = Tensor((0..<count).map(Float.init), shape: [count, 1])
      let quality = try EmbeddingQuality.evaluate(data: points, embedding: points, labels: Array(0..<count))
      #expect(quality.neighbors == max((count - 1) / 2, 0))
      #expect(quality.trustworthiness == 1 && quality.continuity == 1)
    }
  }
}
