import Formats
import Testing

@testable import Datasets

struct DatasetsTests {
  @Test func digitsAreTheKnownOnes() throws {
    let digits = try #require(try Dataset.named("digits"))
    #expect(digits.samples.shape == [1797, 8, 8])
    #expect(digits.featureCount == 64)
    // numpy: load_digits().data.sum(), .target.sum(), the first row of the first image
    let features = digits.features()
    #expect(features.scalars.reduce(0, +) == 561_718)
    #expect(digits.labels?.reduce(0, +) == 8070)
    #expect(Array(features.scalars.prefix(8)) == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(digits.prefix(10).labels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(digits.prefix(10).features().shape == [10, 64])
  }
}
