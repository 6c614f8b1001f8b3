import Formats
import TestSupport
import Tensors
import Testing

@testable import Datasets

/// The generated data sets against scikit-learn and NumPy.
struct GeneratedTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture("generated") }

  private func check(_ dataset: Dataset, _ name: String) {
    let expected = fixture[name]
    #expect(dataset.samples.shape.dimensions == expected.shape)
    let values = dataset.samples.doubles().scalars
    #if os(Linux)
      // To the last bit, where sine and cosine are those of glibc.
      #expect(values == expected.data)
    #else
      #expect(relativeDifference(values, expected.data) < 1e-14)
    #endif
    #expect(dataset.labels?.map(Double.init) == fixture[name + "_labels"].data)
  }

  @Test func moonsAreThoseOfScikitLearn() throws {
    check(.moons(), "moons")
    check(try #require(try Dataset.named("moons")), "moons")
    check(.moons(count: 7, noise: 0.5, seed: 1), "moons_odd")
  }

  @Test func blobsAreThoseOfScikitLearn() {
    check(.blobs(count: 17, features: 3, centers: 4, deviation: 0.5, seed: 5), "blobs")
  }

  @Test func theSwissRollIsThatOfScikitLearn() { check(.swissRoll(count: 20, noise: 0.05, seed: 6), "swissroll") }

  @Test func squaresAreThoseOfNumPy() {
    let squares = Dataset.squares(count: 5, noise: 0.25, seed: 7)
    #expect(squares.samples.shape == [5, 32, 32])
    #expect(squares.labels?.map(Double.init) == fixture["squares_labels"].data)
    let values = squares.samples.doubles().scalars
    #expect(Array(values.prefix(256)) == fixture["squares_first"].data)
    let sums = (0..<160).map { row in values[row * 32..<row * 32 + 32].reduce(0, +) }
    #expect(relativeDifference(sums, fixture["squares_sums"].data) < 1e-12)
  }

  @Test func theSquareLiesInItsCell() throws {
    let squares = Dataset.squares(count: 200, noise: 0)
    let values = squares.samples.floats().scalars
    for (image, label) in try #require(squares.labels).enumerated() {
      let bright = values[image * 1024..<image * 1024 + 1024].enumerated().filter { $0.element == 1 }.map(\.offset)
      #expect(bright.count == 36)
      #expect(bright.allSatisfy { ($0 / 32 - 1) / 10 * 3 + ($0 % 32 - 1) / 10 == label })
    }
    #expect(Set(squares.labels ?? []).count == 9)
  }

  @Test func anotherSeedGivesOtherSamples() throws {
    for name in ["moons", "blobs", "swissroll", "squares"] {
      let datasets = try [1, 1, 2].map { try #require(try Dataset.named(name, seed: $0)).features().scalars }
      #expect(datasets[0] == datasets[1])
      #expect(datasets[0] != datasets[2])
    }
  }
}
