import Neighbors
import Tensors

/// All distances in Double, sorted: shares nothing with the search under test but the definition of the metrics.
func bruteForce(_ queries: [[Float]], in references: [[Float]], k: Int, metric: Metric, isSameSet: Bool) -> (
  indices: [[Int]], distances: [[Double]]
) {
  var indices: [[Int]] = []
  var distances: [[Double]] = []
  for (i, x) in queries.enumerated() {
    let row = references.enumerated().filter { !isSameSet || $0.offset != i }
      .map { (distance: distance(x, $0.element, metric), index: $0.offset) }
      .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(k)
    indices.append(row.map(\.index))
    distances.append(row.map(\.distance))
  }
  return (indices, distances)
}

func distance(_ x: [Float], _ y: [Float], _ metric: Metric) -> Double {
  let pairs = zip(x, y).map { (Double($0), Double($1)) }
  switch metric {
  case .euclidean: return pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  case .manhattan: return pairs.reduce(0) { $0 + abs($1.0 - $1.1) }
  case .chebyshev: return pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
  case .hamming: return Double(pairs.count { $0.0 != $0.1 }) / Double(max(pairs.count, 1))
  case .innerProduct: return -pairs.reduce(0) { $0 + $1.0 * $1.1 }
  case .cosine: return cosineDistance(x.map(Double.init), y.map(Double.init))
  case .correlation:
    func centred(_ v: [Float]) -> [Double] {
      let mean = v.reduce(0) { $0 + Double($1) } / Double(v.count)
      return v.allSatisfy { $0 == v[0] } ? v.map { _ in 0 } : v.map { Double($0) - mean }
    }
    return cosineDistance(centred(x), centred(y))
  }
}

private func cosineDistance(_ x: [Double], _ y: [Double]) -> Double {
  func length(_ v: [Double]) -> Double { v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let (a, b) = (length(x), length(y))
  if a == 0 || b == 0 { return a == b ? 0 : 1 }
  return zip(x, y).reduce(0) { $0 + ($1.0 / a - $1.1 / b) * ($1.0 / a - $1.1 / b) } / 2
}

/// A small generator of our own, so that these tests do not lean on the module's random numbers.
struct Noise {
  var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(state >> 40) / Float(1 << 24) - 0.5
  }
  mutating func points(_ count: Int, _ dimensions: Int) -> [[Float]] {
    (0..<count).map { _ in (0..<dimensions).map { _ in next() } }
  }
}

func tensor(_ points: [[Float]], dimensions: Int) -> Tensor<Float> {
  Tensor(points.flatMap { $0 }, shape: [points.count, dimensions])
}

/// Why `graph` is not the graph of the k nearest, if it is not: each row must be ascending, hold no point twice nor itself, and its distances must
/// be those of the points named and those of brute force.
func flaw(
  in graph: NeighborGraph, of queries: [[Float]], in references: [[Float]], k: Int, metric: Metric, isSameSet: Bool,
  tolerance: Double = 2e-6
) -> String? {
  let expected = bruteForce(queries, in: references, k: k, metric: metric, isSameSet: isSameSet)
  let (indices, distances) = (graph.indices.scalars, graph.distances.scalars)
  let width = expected.indices.first?.count ?? 0
  if graph.k != width || graph.count != queries.count { return "shape \(graph.indices.shape), expected k \(width)" }
  for i in 0..<graph.count {
    let row = indices[i * width..<(i + 1) * width].map(Int.init)
    let far = Array(distances[i * width..<(i + 1) * width])
    if Set(row).count != width || (isSameSet && row.contains(i)) { return "row \(i): \(row)" }
    for j in 0..<width {
      let scale = max(1, abs(expected.distances[i].last ?? 1))
      let truth = distance(queries[i], references[row[j]], metric)
      if abs(Double(far[j]) - truth) > tolerance * scale { return "row \(i), \(j): says \(far[j]), is \(truth)" }
      if abs(truth - expected.distances[i][j]) > tolerance * scale {
        return "row \(i), \(j): \(row[j]) at \(truth), nearest is \(expected.indices[i][j]) at \(expected.distances[i][j])"
      }
      if j > 0, (far[j - 1], row[j - 1]) >= (far[j], row[j]) { return "row \(i) is not ascending at \(j)" }
    }
  }
  return nil
}
