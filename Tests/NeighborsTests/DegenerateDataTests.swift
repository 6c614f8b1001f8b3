import Neighbors
import Tensors
import TestSupport
import Testing

/// Data on which a search by rounded products goes wrong unless it takes care.
@Suite struct DegenerateDataTests {
  private func expectRight(
    _ points: [[Float]], k: Int, metric: Metric = .euclidean, tolerance: Double = 2e-6, level: InstructionSet = .current
  ) throws {
    let graph = try ExactNeighbors(metric: metric, instructionSet: level)
      .graph(of: tensor(points, dimensions: points[0].count), k: k)
    let flaw = flaw(in: graph, of: points, in: points, k: k, metric: metric, isSameSet: true, tolerance: tolerance)
    #expect(flaw == nil)
  }

  /// All distances equal: the lowest indices are the neighbours.
  @Test(arguments: Metric.allCases, levels)
  func constantData(metric: Metric, level: InstructionSet) throws {
    let points = Tensor<Float>(repeating: 0.1, shape: [700, 5])
    let graph = try ExactNeighbors(metric: metric, instructionSet: level).graph(of: points, k: 20)
    let indices = graph.indices.scalars
    #expect(Set(graph.distances.scalars).count == 1)
    for i in 0..<700 {
      #expect(Array(indices[i * 20..<(i + 1) * 20]) == Array((0...20).filter { $0 != i }.prefix(20)).map(Int32.init))
    }
  }

  /// Few distinct points, each many times: more equal neighbours than any buffer holds.
  @Test(arguments: levels) func manyDuplicates(level: InstructionSet) throws {
    var noise = Noise(20)
    let distinct = noise.points(3, 50)
    let points = (0..<900).map { distinct[$0 * 7 % 3] }
    let graph = try ExactNeighbors(instructionSet: level).graph(of: tensor(points, dimensions: 50), k: 90)
    #expect(graph.distances.scalars.allSatisfy { $0 == 0 })
    let indices = graph.indices.scalars
    for i in 0..<900 {
      let expected = (0..<900).filter { $0 % 3 == i % 3 && $0 != i }.prefix(90).map(Int32.init)
      #expect(Array(indices[i * 90..<(i + 1) * 90]) == expected)
    }
  }

  /// Twenty thousand points at three places, and some beside them: by comparing all duplicates this would take minutes.
  @Test(arguments: Metric.allCases) func queriesAmongDuplicates(metric: Metric) throws {
    var noise = Noise(27)
    let distinct = noise.points(40, 6)
    let references = (0..<20_000).map { distinct[$0 < 30 ? $0 + 3 : $0 % 3] }
    let queries = distinct + noise.points(10, 6)
    let graph = try ExactNeighbors(metric: metric).graph(
      of: tensor(queries, dimensions: 6), in: tensor(references, dimensions: 6), k: 8)
    #expect(flaw(in: graph, of: queries, in: references, k: 8, metric: metric, isSameSet: false) == nil)
    let all = try ExactNeighbors(metric: metric).graph(of: tensor(references, dimensions: 6), k: 8)
    for row in [0, 29, 30, 31, 19_999] {
      let point = [references[row]]
      let others = references.enumerated().filter { $0.offset != row }.map(\.element)
      let expected = bruteForce(point, in: others, k: 8, metric: metric, isSameSet: false)
      let distances = all.distances.scalars[row * 8..<row * 8 + 8]
      #expect(relativeDifference(distances, expected.distances[0]) < 1e-5)
      let indices = all.indices.scalars[row * 8..<row * 8 + 8].map { Int($0) > row ? Int($0) - 1 : Int($0) }
      #expect(Set(indices).count == 8 && indices.allSatisfy { others.indices.contains($0) })
    }
  }

  /// Corners of a cube: hundreds of others at the same distance.
  @Test(arguments: [Metric.euclidean, .hamming, .manhattan], levels)
  func latticesHaveManyTies(metric: Metric, level: InstructionSet) throws {
    let points = (0..<1_024).map { i in (0..<10).map { Float(i >> $0 & 1) } }
    try expectRight(points, k: 30, metric: metric, level: level)
  }

  /// The norms are a million times the distances.
  @Test(arguments: levels) func farFromTheOrigin(level: InstructionSet) throws {
    var noise = Noise(21)
    try expectRight(noise.points(400, 20).map { $0.map { 1_000_000 + 16 * ($0 * 64).rounded() } }, k: 15, level: level)
  }

  /// Clusters so far apart that the products say nothing about distances inside them.
  @Test(arguments: levels) func tightClustersFarApart(level: InstructionSet) throws {
    var noise = Noise(22)
    let points = noise.points(600, 8).enumerated().map { i, x in x.map { $0 + Float(i % 3) * 4_096 } }
    try expectRight(points, k: 12, level: level)
  }

  @Test(arguments: levels) func oneOutlier(level: InstructionSet) throws {
    var noise = Noise(23)
    var points = noise.points(500, 6)
    points[77] = points[77].map { _ in 1e12 }
    let graph = try ExactNeighbors(instructionSet: level).graph(of: tensor(points, dimensions: 6), k: 5)
    let without = points.enumerated().filter { $0.offset != 77 }
    for i in [0, 76, 78, 499] {
      let nearest = without.filter { $0.offset != i }
        .min { distance(points[i], $0.element, .euclidean) < distance(points[i], $1.element, .euclidean) }!
      #expect(graph.indices.scalars[i * 5] == Int32(nearest.offset))
    }
  }

  /// Squares would overflow, or vanish.
  @Test(arguments: [Float(1e30), 1e-30]) func extremeScales(scale: Float) throws {
    var noise = Noise(24)
    let points = noise.points(300, 11)
    let plain = try ExactNeighbors().graph(of: tensor(points, dimensions: 11), k: 9)
    let scaled = try ExactNeighbors().graph(of: tensor(points.map { $0.map { $0 * scale } }, dimensions: 11), k: 9)
    #expect(zip(plain.indices.scalars, scaled.indices.scalars).count { $0 != $1 } < 5)
    #expect(relativeDifference(scaled.distances.scalars.map { $0 / scale }, plain.distances.scalars) < 1e-5)
  }

  @Test func rowsOfZerosHaveACosineDistance() throws {
    var noise = Noise(25)
    var points = noise.points(60, 4)
    for i in stride(from: 0, to: 60, by: 20) { points[i] = [0, 0, 0, 0] }
    try expectRight(points, k: 59, metric: .cosine)
    for i in stride(from: 0, to: 60, by: 20) { points[i] = [0.1, 0.1, 0.1, 0.1] }
    try expectRight(points, k: 59, metric: .correlation, tolerance: 1e-5)
  }
}

/// The number of threads is the process's, so these run one after the other.
@Suite(.serialized) struct NeighborThreadsTests {
  @Test(arguments: [Metric.euclidean, .innerProduct, .chebyshev], levels)
  func resultsDoNotDependOnThreads(metric: Metric, level: InstructionSet) throws {
    var noise = Noise(26)
    let points = tensor(noise.points(1_500, 24), dimensions: 24)
    let search = ExactNeighbors(metric: metric, instructionSet: level)
    let results = try resultsWithThreads {
      let graph = try search.graph(of: points, k: 25)
      let queried = try search.graph(of: points, in: points, k: 3)
      return (graph.indices.scalars, graph.distances.scalars.map(\.bitPattern), queried.distances.scalars.map(\.bitPattern))
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
  }
}
