import Tensors
import TestSupport
import Testing

@testable import Formats

@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct CSVCorpusTests {
  @Test(arguments: Corpus.paths(in: "csv"))
  func readsGoodFiles(_ name: String) throws {
    let expected = try #require(Corpus.entries[name]?.tensors?.first)
    let table = try Table<Float>(csv: InputFile(Corpus.path(name)))
    // `labels.csv` has an id before the three columns that the manifest speaks of.
    let numbers = table.numbers(without: table.columns.first?.name == "id" ? [0] : [])
    #expect(numbers.shape.dimensions == expected.shape)
    let finite = numbers.scalars.filter(\.isFinite).map(Double.init)
    #expect(numbers.count - finite.count == expected.nonfinite)
    #expect(abs(finite.reduce(0, +) - expected.sum!) <= 1e-12 * max(1, expected.sumabs!))
    #expect(abs(finite.map(abs).reduce(0, +) - expected.sumabs!) <= 1e-12 * expected.sumabs!)
  }

  @Test(arguments: Corpus.paths(in: "bad/csv"))
  func refusesBrokenFiles(_ name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let failure = fileError { try Table<Float>(csv: file) }
    if name.hasSuffix("longline.csv") {
      // 300,000 columns need no more memory than their bytes.
      #expect(failure == nil)
      return
    }
    let error = try #require(failure)
    #expect(error.kind == .badData || error.kind == .unsupported)
    #expect(error.path == file.path)
    #expect(!error.reason.isEmpty)
  }

  @Test func namesThePlace() throws {
    let expected = [
      "ragged": "line 3", "openquote": "line 2, column 2", "quote_mid": "line 2, column 2", "overflow": "line 2, column 1 (a)",
      "utf16": "byte 0", "thousands": "line 2, column 1",
    ]
    for (name, place) in expected {
      let error = fileError { try Table<Float>(csv: InputFile(Corpus.path("bad/csv/\(name).csv"))) }
      #expect(error?.place == place, "\(name)")
    }
  }
}
