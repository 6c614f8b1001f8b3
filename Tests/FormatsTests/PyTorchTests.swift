import Foundation
import Tensors
import Testing

@testable import Formats

/// What `Fixtures/make_pytorch.py` wrote with PyTorch is read to the numbers that PyTorch says are in it.
struct PyTorchTests {
  private struct Expected: Decodable {
    var name: String
    var type: String
    var shape: [Int]
    var values: [Value]
  }

  /// A number, or a word for what JSON has no number for.
  private enum Value: Decodable {
    case number(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let word = try? container.decode(String.self) {
        self = .number(word == "inf" ? .infinity : word == "-inf" ? -.infinity : .nan)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }

    func isSame(as value: Double) -> Bool {
      guard case .number(let expected) = self else { return false }
      return expected == value || expected.isNaN && value.isNaN
    }
  }

  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/make_pytorch.py").path
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/PyTorch").path

  static func fixture(_ name: String) throws -> InputFile { try InputFile(folder + "/" + name) }

  private func check(_ folder: String) throws {
    let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/pytorch.json"))
    let contents = try JSONDecoder().decode([String: [Expected]].self, from: json)
    #expect(contents.count == 15)
    for (name, tensors) in contents {
      let file = try InputFile(folder + "/" + name).tensorFile()
      #expect(file.names == tensors.map(\.name), "\(name)")
      for (stored, expected) in zip(file.tensors, tensors) {
        #expect(stored.typeName == expected.type && stored.shape == expected.shape, "\(name): \(stored)")
        let values = try file.read(stored.name).doubles().scalars
        #expect(values.count == expected.values.count && zip(expected.values, values).allSatisfy { $0.isSame(as: $1) }, "\(name): \(stored)")
      }
    }
  }

  @Test func readsWhatPyTorchWrote() throws { try check(Self.folder) }

  @Test(.enabled(if: Python.has("torch"), "no .venv with PyTorch here"))
  func readsWhatThisPyTorchWrites() throws {
    let directory = try TemporaryDirectory()
    _ = try Python.run("""
      import sys, runpy, warnings
      warnings.simplefilter('ignore')
      sys.argv = ['make_pytorch.py', '\(directory.path)']
      runpy.run_path('\(Self.script)', run_name='__main__')
      """, in: directory)
    try check(directory.path)
  }

  @Test func tellsWhatIsTiedAndWhatWasSkipped() throws {
    for name in ["views.pt", "legacy_views.pt"] {
      let file = try Self.fixture(name).tensorFile()
      #expect(file.tensors.first { $0.name == "tied" }?.tiedTo == "table")
      #expect(file.tensors.filter { $0.tiedTo != nil }.count == 1)
      #expect(file.remarks == ["plain, transposed, steps, diagonal, last are views of one storage", "table, part are views of one storage"])
    }
    let checkpoint = try Self.fixture("checkpoint.pt").tensorFile()
    #expect(checkpoint.remarks == ["1 object of class argparse.Namespace: looked through for tensors, not made"])
    #expect(try Self.fixture("script.pt").tensorFile().formatName == "a TorchScript archive")
  }

  @Test func aModelInSeveralFilesIsReadThroughItsIndex() throws {
    let directory = try TemporaryDirectory()
    for name in ["legacy_types.pt", "list.pt"] { try FileManager.default.copyItem(atPath: Self.folder + "/" + name, toPath: directory.file(name)) }
    let index = directory.file("pytorch_model.bin.index.json")
    try #"{"weight_map": {"int8": "legacy_types.pt", "1.0": "list.pt", "float16": "legacy_types.pt"}}"#.write(toFile: index, atomically: false, encoding: .utf8)
    let file = try InputFile(index).tensorFile()
    #expect(file.names == ["int8", "1.0", "float16"])
    #expect(try file.read("int8").doubles().scalars == [0, 1, 2, 3, 5, 1])
    #expect(try file.read("1.0").doubles().scalars == [0])
  }

  /// A bit that is changed in a storage shows when one of its tensors is asked for, not before.
  @Test func damageOfARecordShowsInItsTensorsAlone() throws {
    var bytes = try Self.fixture("views.pt").withBytes { Array($0) }
    let pattern = (0..<24).flatMap { number in withUnsafeBytes(of: Float(number)) { Array($0) } }
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: pattern) })
    bytes[place + 9] ^= 4
    let file = try PyTorchFile(InputFile(bytes, named: "v.pt"))
    #expect(try file.read("table").count == 6)
    let error = try #require(fileError { try file.read("plain") })
    #expect(error.kind == .badData && error.reason.contains("CRC-32") && error.place?.contains("tensor \"plain\"") == true)
  }
}
