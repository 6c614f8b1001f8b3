import Foundation
import TestSupport
import Testing

@Suite struct InspectTests {
  /// A table [3, 3] of known figures.
  private func table() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("a,b,c\n3,0,0\n0,2,0\n0,0,-1\n", to: "table.csv")
    return folder
  }

  private func objects(_ outcome: Command.Outcome) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  @Test func statisticsAreThoseOfTheNumbers() throws {
    let folder = try table()
    let outcome = try Command.run("inspect", "table.csv", "--format", "csv", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.first == "name,dtype,shape,count,mean,std,min,max,zeros,nonfinite,tied_to")
    let row = try #require(outcome.rows.last)
    #expect(row[..<4] == ["table", "float64", "3x3", "9"])
    #expect(abs(Double(row[4])! - 4.0 / 9) < 1e-15)
    // numpy.std([3, 2, -1] + [0] * 6)
    #expect(abs(Double(row[5])! - 1.1653431646335017) < 1e-14)
    #expect(row[6...] == ["-1.0", "3.0", "6", "0", ""])
  }

  @Test func whatIsNotFiniteIsCounted() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n1,NaN\nInfinity,3\n", to: "odd.csv")
    let found = try objects(try Command.run("inspect", "odd.csv", "--format", "json", in: folder.url))
    #expect(found[0]["nonfinite"] as? Int == 2)
    #expect(found[0]["mean"] as? Double == 2)
    let spectra = try Command.run("inspect", "odd.csv", "--format", "json", "--spectra", in: folder.url)
    #expect(spectra.status == 0 && spectra.errors.contains("not finite"))
    #expect(try objects(spectra)[0]["spectral_norm"] is NSNull)
  }

  @Test func spectraAreAdded() throws {
    let folder = try table()
    let outcome = try Command.run(
      "inspect", "table.csv", "--spectra", "--format", "json", "--singular-values", "values.csv", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let row = try objects(outcome)[0]
    #expect(abs(try #require(row["spectral_norm"] as? Double) - 3) < 1e-12)
    #expect(abs(try #require(row["stable_rank"] as? Double) - 14.0 / 9) < 1e-12)
    #expect(row["rank"] as? Int == 3)
    #expect(row["alpha"] is NSNull)
    let lines = try folder.text("values.csv").split(separator: "\n")
    #expect(lines.first == "index,value,tensor" && lines.count == 4)
  }

  @Test func tensorsAreChosenByName() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("datasets", "moons", "-o", "moons.npz", in: folder.url).status == 0)
    let listed = try Command.run("inspect", "moons.npz", "--list", "--format", "csv", in: folder.url)
    #expect(listed.rows.dropFirst().map { $0[0] }.sorted() == ["labels", "samples"])
    #expect(try Command.run("inspect", "moons.npz", "--tensor", "lab*", "--format", "csv", in: folder.url).lines.count == 2)
    let none = try Command.run("inspect", "moons.npz", "--tensor", "x*", in: folder.url)
    #expect(none.status == 65 && none.errors.contains("samples"))
  }

  @Test func aRunIsTheWeightsOfAStep() throws {
    let folder = try TemporaryFolder()
    let train = try Command.run("train", "moons", "--run", "run", "--epochs", "2", in: folder.url)
    #expect(train.status == 0, "\(train.errors)")
    let last = try Command.run("inspect", "run", "--format", "csv", "--tensor", "*.weight", in: folder.url)
    #expect(last.status == 0, "\(last.errors)")
    #expect(last.lines.count == 4)
    let first = try Command.run("inspect", "run", "--step", "0", "--format", "csv", "--tensor", "*.weight", in: folder.url)
    #expect(first.status == 0 && first.text != last.text)
    #expect(try Command.run("inspect", "run", "--step", "12345", in: folder.url).status == 65)
    #expect(try Command.run("inspect", "run/run.json", "--step", "1", in: folder.url).status == 64)
  }

  @Test func listAndSpectraContradict() throws {
    let folder = try table()
    #expect(try Command.run("inspect", "table.csv", "--list", "--spectra", in: folder.url).status == 64)
    #expect(try Command.run("inspect", "nowhere.csv", in: folder.url).status == 66)
  }
}
