import Testing
import Tensors
import Neighbors

/// The vector levels that this machine can be told to use.
let levels = InstructionSet.allCases.filter { $0 <= .current }

@Suite struct ExactNeighborsTests {
  @Test(arguments: Metric.allCases, levels)
  func agreesWithBruteForce(metric: Metric, level: InstructionSet) throws {
    var noise = Noise(7)
    for (count, dimensions, k) in [(2, 1, 1), (5, 3, 9), (97, 2, 10), (300, 13, 5), (461, 50, 90), (200, 131, 20)] {
      let points = noise.points(count, dimensions)
      let graph = try ExactNeighbors(metric: metric, instructionSet: level).graph(of: tensor(points, dimensions: dimensions), k: k)
      #expect(flaw(in: graph, of: points, in: points, k: k, metric: metric, isSameSet: true) == nil, "\(count) x \(dimensions)")
    }
  }

  @Test(arguments: Metric.allCases, levels)
  func queriesInAReferenceSet(metric: Metric, level: InstructionSet) throws {
    var noise = Noise(8)
    for (queries, count, dimensions, k) in [(1, 1, 4, 3), (7, 250, 9, 250), (333, 120, 50, 15), (100, 1_500, 17, 30)] {
      let (a, b) = (noise.points(queries, dimensions), noise.points(count, dimensions))
      let graph = try ExactNeighbors(metric: metric, instructionSet: level)
        .graph(of: tensor(a, dimensions: dimensions), in: tensor(b, dimensions: dimensions), k: k)
      #expect(flaw(in: graph, of: a, in: b, k: k, metric: metric, isSameSet: false) == nil, "\(queries) in \(count) x \(dimensions)")
    }
  }

  @Test func precomputedDistancesGiveTheSameGraph() throws {
    var noise = Noise(9)
    let points = noise.points(150, 6)
    let distances = points.flatMap { x in points.map { Float(distance(x, $0, .manhattan)) } }
    let graph = try ExactNeighbors.graph(precomputed: Tensor(distances, shape: [150, 150]), k: 12)
    #expect(flaw(in: graph, of: points, in: points, k: 12, metric: .manhattan, isSameSet: true) == nil)
  }

  @Test func tiniestSets() throws {
    let search = ExactNeighbors()
    #expect(try search.graph(of: Tensor<Float>.zeros([0, 3]), k: 5).indices.shape == [0, 0])
    #expect(try search.graph(of: Tensor<Float>.zeros([1, 3]), k: 5).indices.shape == [1, 0])
    #expect(try search.graph(of: Tensor<Float>.zeros([3, 0]), k: 5).distances.scalars == [0, 0, 0, 0, 0, 0])
    #expect(try search.graph(of: Tensor<Float>.zeros([2, 3]), in: Tensor<Float>.zeros([0, 3]), k: 5).indices.shape == [2, 0])
    #expect(try ExactNeighbors.graph(precomputed: Tensor<Float>.zeros([1, 1]), k: 2).indices.shape == [1, 0])
  }

  @Test func valuesThatAreNotFiniteAreNamed() {
    var points = [Float](repeating: 1, count: 60)
    points[47] = .infinity
    points[51] = .nan
    #expect(throws: NeighborError.notFinite(value: .infinity, row: 9, column: 2)) {
      try ExactNeighbors().graph(of: Tensor(points, shape: [12, 5]), k: 2)
    }
    #expect(NeighborError.notFinite(value: .infinity, row: 9, column: 2).description.contains("row 9, column 2"))
    #expect(throws: NeighborError.self) { try ExactNeighbors.graph(precomputed: Tensor([0, .nan, 1, 0], shape: [2, 2]), k: 1) }
  }
}
