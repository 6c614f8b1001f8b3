import Foundation
import Testing

@Suite struct DatasetsTests {
  @Test func allAreListed() throws {
    let outcome = try Command.run("datasets")
    #expect(outcome.status == 0)
    for name in ["digits", "moons", "blobs", "swissroll", "squares", "mnist"] { #expect(outcome.text.contains("\n\(name),")) }
  }

  @Test func aTableHasTheLabelsLast() throws {
    let outcome = try Command.run("datasets", "digits")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1_798)
    #expect(outcome.rows[0].count == 65)
    #expect(outcome.rows[0].last == "label")
    #expect(outcome.rows[1].prefix(4) == ["0", "0", "5", "13"])
    #expect(outcome.rows[1].last == "0")
  }

  @Test(arguments: ["digits.csv", "digits.npy", "digits.npz"])
  func everyFormatIsReadBack(name: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("datasets", "digits", "-o", name, in: folder.url).status == 0)
    #expect(folder.contents == [name])
    let map = try Command.run("embed", folder.path(name), "--method", "pca")
    let expected = try Command.run("embed", "digits", "--method", "pca")
    #expect(map.rows.map { $0.prefix(3) } == expected.rows.map { $0.prefix(3) }, "\(map.errors)")
  }

  @Test func anUnknownEndingIsAUsageError() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("datasets", "moons", "-o", folder.path("moons.xyz"))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("xyz"))
    #expect(folder.contents.isEmpty)
  }
}
