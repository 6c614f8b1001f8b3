import Tensors
import Testing

@testable import Neighbors

/// Points whose spread lies in few of their coordinates, so that tiles are left after some of them.
@Suite struct CoordinateStagesTests {
  /// Spreads that fall by a fifth from one coordinate to the next, the coordinates in a mixed order.
  private func unevenPoints(_ count: Int, _ dimensions: Int, seed: UInt64) -> [[Float]] {
    var noise = Noise(seed)
    let scales = (0..<dimensions).map { k in Float((0..<(k * 7 % dimensions)).reduce(1.0) { product, _ in product * 0.8 }) }
    return noise.points(count, dimensions).map { point in zip(point, scales).map { $0 * $1 } }
  }

  private func stages(_ points: [[Float]], _ dimensions: Int) throws -> CoordinateStages {
    CoordinateStages(try Preparation([tensor(points, dimensions: dimensions)], metric: .euclidean).sets[0])
  }

  @Test func theLargestSpreadsComeFirst() throws {
    let stages = try stages(unevenPoints(400, 30, seed: 1), 30)
    let places = stages.order.map { Int($0) * 7 % 30 }
    // The sample's spreads of neighbouring places may change places.
    #expect(zip(places, 0...).allSatisfy { abs($0 - $1) <= 1 }, "\(places)")
    #expect(stages.ends.count > 1 && stages.ends == stages.ends.sorted() && stages.ends.last == 30)
  }

  @Test func evenSpreadsAreTakenAtOnce() throws {
    var noise = Noise(2)
    #expect(try stages(noise.points(300, 20), 20).ends == [20])
    #expect(try stages([[1, 2, 3], [1, 2, 3]], 3).ends == [3])
  }

  @Test(arguments: levels)
  func noNeighbourIsLost(level: InstructionSet) throws {
    for (count, dimensions, k) in [(1_300, 40, 7), (700, 64, 90), (2_000, 25, 15)] {
      let points = unevenPoints(count, dimensions, seed: 3)
      #expect(try stages(points, dimensions).ends.count > 1)
      let graph = try ExactNeighbors(metric: .euclidean, instructionSet: level).graph(of: tensor(points, dimensions: dimensions), k: k)
      #expect(flaw(in: graph, of: points, in: points, k: k, metric: .euclidean, isSameSet: true) == nil, "\(count) x \(dimensions)")
      let queries = Array(unevenPoints(200, dimensions, seed: 4))
      let others = try ExactNeighbors(metric: .euclidean, instructionSet: level)
        .graph(of: tensor(queries, dimensions: dimensions), in: tensor(points, dimensions: dimensions), k: k)
      #expect(flaw(in: others, of: queries, in: points, k: k, metric: .euclidean, isSameSet: false) == nil)
    }
  }
}
