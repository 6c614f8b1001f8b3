import Fathom
import TestSupport
import Testing

@testable import analyze

/// The colours of weight updates beside those that the document's own code gives.
@Suite struct UpdateRuleTests {
  @Test(arguments: [("document", 0.0001), ("hundredth", 0.01)])
  func colorsAreTheDocuments(label: String, share: Double) throws {
    let fixture = try Fixture("updates")
    let layers = ["a", "b"].map { name in
      let array = fixture[name]
      return (name: name, changes: Tensor<Float>(array.data.map(Float.init), shape: Shape(array.shape)))
    }
    let least = layers.map(\.changes.count).min()!
    for (index, layer) in layers.enumerated() {
      var tails = ChangeTails(rank: UpdateRule.rank(count: layer.changes.count, leastCount: least, share: share))
      for step in 0..<layer.changes.shape[0] { tails.add(layer.changes[step]) }
      let rule = tails.rule
      #expect(abs(rule.mean - fixture["\(label)-mean"].data[index]) < 1e-6)
      #expect(abs(rule.threshold / fixture["\(label)-threshold"].data[index] - 1) < 1e-6)
      let expected = fixture["\(label)-\(layer.name)-strength"].data
      for (change, strength) in zip(layer.changes.scalars, expected) {
        let (color, own) = rule.color(Double(change))
        #expect(abs(own - abs(strength)) < 1e-5)
        #expect(color == (strength > 0 ? Palette.increase : Palette.decrease))
      }
    }
  }

  /// However the changes come, few or many.
  @Test(arguments: [0, 1, 2, 3, 7, 50, 500])
  func thresholdsAreThoseOfSorting(count: Int) {
    for rank in [0, 1, 3, 10] {
      var random = RandomGenerator(seed: UInt64(count))
      let values = (0..<count).map { _ in Float(random.integer(below: 1000)) / 100 - 3 }
      var tails = ChangeTails(rank: rank)
      for value in values { tails.add(Tensor<Float>([value, .nan])) }
      let mean = values.isEmpty ? 0 : values.map(Double.init).reduce(0, +) / Double(count)
      let sorted = values.map { abs(Double($0) - mean) }.sorted(by: >)
      #expect(abs(tails.rule.threshold - (sorted.isEmpty ? 0 : sorted[min(rank, count - 1)])) < 1e-9)
    }
  }

  @Test func changesThatAreAllTheSameOrNoNumbersHaveAColor() {
    let rule = UpdateRule(mean: 0, threshold: 0)
    #expect(rule.color(1).strength == 1 && rule.color(0).strength == 0 && rule.color(.nan).strength == 0 && rule.color(.infinity).strength == 1)
    #expect(rule.color(-.infinity).color == Palette.decrease)
  }
}
