import Neighbors
import Tensors

@testable import Embeddings

/// Data and maps for t-SNE's tests, the same on every machine.
enum TSNESamples {
  /// Points around as many centres, in turn. Shape [count, dimensions].
  static func clusters(_ count: Int, dimensions: Int, centers: Int = 3, seed: UInt64 = 1) -> Tensor<Float> {
    var generator = RandomGenerator(seed: seed)
    let means = Tensor<Float>.normal([centers, dimensions], mean: 0, deviation: 5, using: &generator).scalars
    var points = Tensor<Float>.normal([count, dimensions], mean: 0, deviation: 1, using: &generator)
    points.withUnsafeMutableBufferPointer { points in
      for index in points.indices { points[index] += means[(index / dimensions) % centers * dimensions + index % dimensions] }
    }
    return points
  }

  static func normal(_ count: Int, dimensions: Int, deviation: Float = 1, seed: UInt64 = 7) -> [Float] {
    var generator = RandomGenerator(seed: seed)
    return Tensor<Float>.normal([count, dimensions], mean: 0, deviation: deviation, using: &generator).scalars
  }

  /// Affinities of clusters, from exact neighbours.
  static func affinities(_ count: Int, perplexity: Double = 10, seed: UInt64 = 1) throws -> Affinities {
    let k = Affinities.neighborCount(count: count, perplexity: perplexity)
    let graph = try ExactNeighbors(metric: .euclidean).graph(of: clusters(count, dimensions: 6, seed: seed), k: max(k, 1))
    return Affinities(neighbors: graph, perplexity: Affinities.attainablePerplexity(perplexity, k: k))
  }

  static func boundingBox(_ points: [Float], dimensions: Int) -> BoundingBox {
    let columns = (0..<dimensions).map { d in stride(from: d, to: points.count, by: dimensions).map { points[$0] } }
    return BoundingBox(lower: columns.map { $0.min() ?? 0 }, upper: columns.map { $0.max() ?? 0 })
  }

  /// The forces and the normaliser that a method gives.
  static func evaluate(_ repulsion: any Repulsion, _ points: [Float], dimensions: Int) -> (forces: [Float], normalizer: Double) {
    var forces = [Float](repeating: .nan, count: points.count)
    let normalizer = repulsion.evaluate(
      points: points, count: points.count / dimensions, box: boundingBox(points, dimensions: dimensions), forces: &forces)
    return (forces, normalizer)
  }
}

/// The instruction sets that this machine has.
let availableInstructionSets = InstructionSet.allCases.filter { $0 <= .current }

/// √(Σ|a - b|²) / √(Σ|b|²).
func relativeNormDifference(_ a: some Sequence<some BinaryFloatingPoint>, _ b: some Sequence<some BinaryFloatingPoint>) -> Double {
  var (difference, norm) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
    norm += Double(y) * Double(y)
  }
  return norm > 0 ? (difference / norm).squareRoot() : difference.squareRoot()
}
