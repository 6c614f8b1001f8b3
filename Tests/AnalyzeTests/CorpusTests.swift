import Foundation
import TestSupport
import Testing

/// The foreign files beside the checkout, through the command: good ones are read, broken ones are named.
@Suite(.enabled(if: SharedFiles.corpus != nil, "the corpus is not beside this checkout"))
struct CorpusTests {
  private struct Manifest: Decodable {
    struct Entry: Decodable {
      var format: String
      var outcome: String
      var acceptable: String?
    }
    var files: [String: Entry]
  }

  private static let formats: Set<String> = ["csv", "npy", "npz", "idx", "gzip", "safetensors", "safetensors-index", "torch-zip", "torch-legacy",
    "torch-tar", "torch-export", "torchscript"]

  private static func entries(_ outcome: String) -> [(path: String, isLoose: Bool)] {
    guard let corpus = SharedFiles.corpus, let data = try? Data(contentsOf: corpus.appendingPathComponent("manifest.json")),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return [] }
    return manifest.files.filter { formats.contains($0.value.format) && $0.value.outcome == outcome }
      .map { (corpus.appendingPathComponent($0.key).path, $0.value.acceptable != nil) }
      .sorted { $0.path < $1.path }
  }

  /// A non-zero status, one message that names the file, no signal, no output left, memory within a gigabyte of address space.
  @Test func brokenFilesAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    let entries = Self.entries("error")
    #expect(entries.count > 30)
    for (path, isLoose) in entries {
      let outcome = try Command.shell("ulimit -v 2097152 -t 20; $analyze convert '\(path)' out.npz", in: folder.url)
      let name = (path as NSString).lastPathComponent
      #expect(outcome.signal == nil && (outcome.status ?? 128) < 128, "\(name): \(outcome.errors)")
      if isLoose, outcome.status == 0 {
        try FileManager.default.removeItem(atPath: folder.path("out.npz"))
        continue
      }
      #expect([65, 69].contains(outcome.status), "\(name): \(outcome.errors)")
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.first?.hasPrefix("analyze: ") == true && lines.first?.contains(name) == true, "\(name): \(outcome.errors)")
      #expect(lines.count == 1 || lines.count == 2 && lines[1].hasPrefix("hint: "), "\(name): \(outcome.errors)")
      #expect(folder.contents.isEmpty)
    }
  }

  @Test func goodFilesAreConverted() throws {
    let folder = try TemporaryFolder()
    let entries = Self.entries("ok")
    #expect(entries.count > 40)
    for (path, isLoose) in entries {
      let outcome = try Command.run("convert", path, "out.npz", in: folder.url)
      if isLoose, outcome.status == 65 || outcome.status == 69 { continue }
      // Complex numbers are no data for a map; saying so is right.
      if outcome.status == 69, outcome.errors.contains("complex") { continue }
      #expect(outcome.status == 0, "\(path): \(outcome.errors)")
      #expect(folder.contents == ["out.npz"])
      try? FileManager.default.removeItem(atPath: folder.path("out.npz"))
    }
  }
}

/// Each class of error has its status.
@Suite struct ExitStatusTests {
  @Test func whatCannotBeReadIsNamed() throws {
    let folder = try TemporaryFolder()
    for arguments in [["embed", folder.path("none.csv")], ["embed", folder.url.path], ["convert", folder.path("none.npy"), folder.path("a.csv")]] {
      let outcome = try Command.run(arguments)
      #expect(outcome.status == 66)
      #expect(outcome.errors.contains(arguments[1]))
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func badCellsAreNamedByLineAndColumn() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a,b\n1,2\n3,4\n5,x\n", to: "bad.csv")
    let outcome = try Command.run("embed", path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("analyze: \(path): "))
    #expect(outcome.errors.contains("line 4") && outcome.errors.contains("column 2"))
  }

  @Test(arguments: ["nan", "", "inf"])
  func whatIsNotFiniteIsNamedByRowAndColumn(cell: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a,b\n1,2\n3,4\n5,\(cell)\n6,7\n", to: "bad.csv")
    for method in ["pca", "tsne"] {
      let outcome = try Command.run("embed", path, "--method", method)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("row 2, column 1"))
    }
  }

  @Test func aFormatForLaterIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try folder.write("\u{89}HDF\r\n\u{1a}\n", to: "x.h5")
    try Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 100))
      .write(to: folder.url.appendingPathComponent("model.h5"))
    let outcome = try Command.run("embed", folder.path("model.h5"))
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("model.h5"))
  }

  @Test func aControlCharacterInANameStaysOneLine() throws {
    let outcome = try Command.run("embed", "/none/a\nb\u{1b}[31m.csv")
    #expect(outcome.status == 66)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!outcome.errors.contains("\u{1b}"))
  }

  @Test func missingDataForMNISTIsExplained() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("embed", "mnist", in: folder.url, environment: ["FATHOM_MNIST": folder.url.path])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("fetch-mnist"))
  }
}
