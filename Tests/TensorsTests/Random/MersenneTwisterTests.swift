import Foundation
import Tensors
import TestSupport
import Testing

/// Bit for bit against NumPy's RandomState (Fixtures/make_random_state.py).
@Suite struct MersenneTwisterTests {
  let expected: Fixture
  init() throws { expected = try Fixture("random_state") }

  @Test(arguments: [0, 42, 1234, UInt32.max])
  func equalsRandomState(seed: UInt32) {
    func values(_ name: String) -> [Double] { expected["\(seed).\(name)"].data }
    func integers(_ name: String) -> [Int] { values(name).map { Int($0) } }
    var r = MersenneTwister(seed: seed)
    #expect((0..<400).map { _ in r.uniform() } == values("rand"))
    #expect((0..<9).map { _ in r.uniform(-3.5, 7.25) } == values("uniform"))
    #expect((0..<7).map { _ in r.normal(mean: 1.5, deviation: 0.25) } == values("normal"))
    #expect(Tensor<Double>.normal([3, 2], using: &r).scalars == values("randn"))
    #expect(r.permutation(37) == integers("permutation"))
    #expect(r.permutation([5, 3, 8, 8, 1]) == integers("permuted"))
    var items = Array(10..<30)
    r.shuffle(&items)
    #expect(items == integers("shuffled"))
    let small = (0..<5).map { _ in r.integer(in: 0..<10) }
    #expect(small + (0..<6).map { _ in r.integer(in: -7..<1_000_003) } == integers("randint"))
    #expect((0..<5).map { _ in r.integer(in: -(1 << 60)..<(1 << 61)) >> 20 } == integers("wide"))
    #expect((0..<3).map { _ in r.integer(in: 0..<(1 << 32)) } == integers("word_wide"))
    #expect((0..<3).map { _ in r.integer(in: 4..<5) } == integers("one"))
    #expect((0..<2).map { _ in r.uniform() } == values("last"))
  }

  /// scikit-learn's make_moons(500, noise=0.1, random_state=1234), every tenth point, to the last bit.
  @Test func makesMoons() {
    let angles = (0..<250).map { Double($0) * (Double.pi / 249) }
    var points = angles.map { [cos($0), sin($0)] } + angles.map { [1 - cos($0), 1 - sin($0) - 0.5] }
    points[249] = [cos(Double.pi), sin(Double.pi)]
    points[499] = [1 - cos(Double.pi), 1 - sin(Double.pi) - 0.5]
    var r = MersenneTwister(seed: 1234)
    var order = Array(0..<500)
    r.shuffle(&order)
    var made: [Double] = []
    for (row, point) in order.enumerated() {
      let noisy = points[point].map { $0 + r.normal(deviation: 0.1) }
      if row % 10 == 0 { made += noisy }
    }
    #expect(made == expected["moons.x"].data)
    #expect(order.map { $0 < 250 ? 0 : 1 } == expected["moons.y"].data)
  }

  @Test func splitsAsTrainTestSplit() {
    var r = MersenneTwister(seed: 1234)
    let order = r.permutation(500)
    #expect(order[..<100].map(Double.init) == expected["split.test"].data)
    #expect(order[100..<150].map(Double.init) == expected["split.train"].data)
  }
}
