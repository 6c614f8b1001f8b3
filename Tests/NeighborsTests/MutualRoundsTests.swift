import Testing

@testable import Neighbors

@Suite struct MutualRoundsTests {
  @Test(arguments: [1, 2, 3, 8, 41, 70])
  func everyPairOnceAndNoBlockTwiceInARound(blocks: Int) {
    let (block, dimensions) = (6, 3)
    var noise = Noise(UInt64(blocks))
    // The last block is not full.
    let points = PointSet(uninitialized: blocks * block - (blocks > 1 ? 4 : 0), dimensions: dimensions)
    for i in 0..<points.count {
      for k in 0..<points.stride { points.row(i)[k] = k < dimensions ? noise.next() + Float(i / block * (k + 1) % 7) : 0 }
    }
    let rounds = MutualRounds(points, block: block).rounds
    var seen = Set<[Int]>()
    for round in rounds {
      let named = round.flatMap { $0.0 == $0.1 ? [$0.0] : [$0.0, $0.1] }
      #expect(Set(named).count == named.count)
      for (a, b) in round {
        #expect(a <= b && a >= 0 && b < blocks && seen.insert([a, b]).inserted)
      }
    }
    #expect(seen.count == blocks * (blocks + 1) / 2)
    #expect(rounds.count < 2 * blocks + 1 && rounds[0].allSatisfy { $0.0 == $0.1 })
  }

  @Test func nearBlocksComeFirst() {
    // Blocks on a line, in mixed order.
    let places = [5, 0, 3, 7, 1, 6, 2, 4]
    let points = PointSet(uninitialized: places.count, dimensions: 1)
    for (i, place) in places.enumerated() {
      for k in 0..<points.stride { points.row(i)[k] = k == 0 ? Float(place * place) : 0 }
    }
    let rounds = MutualRounds(points, block: 1).rounds
    func gap(_ round: [(Int, Int)]) -> Int { round.map { abs(places[$0.0] - places[$0.1]) }.reduce(0, +) / max(round.count, 1) }
    #expect(gap(rounds[1]) == 1 && gap(rounds.last!) >= 4)
  }
}
