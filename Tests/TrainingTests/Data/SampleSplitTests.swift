import Datasets
import TestSupport
import Testing

@testable import Training

/// Judged by scikit-learn's numbers: `Fixtures/make_splits.py`.
@Suite struct SampleSplitTests {
  static let fixture = try! Fixture("splits", beside: #filePath.replacing("/Data/", with: "/"))

  private func expected(_ name: String) -> [Int] { Self.fixture[name].data.map { Int($0) } }

  @Test(arguments: [(7, 0.3, UInt32(0)), (10, 0.25, 5), (101, 0.01, 42), (2, 0.5, 7)])
  func isThatOfScikitLearn(count: Int, fraction: Double, seed: UInt32) {
    let split = SampleSplit.scikitLearn(count, testFraction: fraction, seed: seed)
    #expect(split.training == expected("training_\(count)"))
    #expect(split.test == expected("test_\(count)"))
  }

  @Test func moonsHaveTheirDocumentsParts() {
    let split = MoonsRecipe.split(500, seed: 1234)
    #expect(split.training == expected("moons_training"))
    #expect(split.validation == expected("moons_validation"))
    #expect(split.test == expected("moons_test"))
  }

  @Test func aRandomSplitHasEverySampleOnce() {
    let split = SampleSplit.random(1000, validationCount: 200, seed: 3)
    #expect(split.validation.count == 200)
    #expect((split.training + split.validation).sorted() == Array(0..<1000))
    #expect(split.training != split.training.sorted())
    #expect(SampleSplit.random(1000, validationCount: 200, seed: 3) == split)
    #expect(SampleSplit.random(1000, validationCount: 200, seed: 4).validation != split.validation)
  }
}
