import Foundation
import Tensors
import TestSupport
import Testing

@testable import Formats

/// HDF5 files by h5py (`Fixtures/hdf5/make_hdf5.py`).
@Suite struct HDF5Tests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/hdf5")
  private static let files = ["old.h5", "chunks.h5", "new.h5", "v110.h5", "model.keras"]
  private static let expected = try! JSONDecoder().decode(
    [String: ModelFileTests.Expected].self, from: Data(contentsOf: folder.appendingPathComponent("hdf5.json")))

  private static func open(_ name: String) throws -> any TensorFile { try InputFile(folder.appendingPathComponent(name).path).tensorFile() }

  @Test(arguments: files) func valuesAreThoseOfH5py(name: String) throws {
    let file = try Self.open(name)
    let wanted = Self.expected.filter { $0.key.hasPrefix(name + ":") }
    #expect(Set(file.names.filter { $0 != "words" }) == Set(wanted.keys.map { String($0.dropFirst(name.count + 1)) }))
    for tensor in file.tensors where tensor.name != "words" {
      let expected = try #require(wanted["\(name):\(tensor.name)"])
      let found = try file.read(tensor.name)
      #expect(tensor.shape == expected.shape && found.shape.dimensions == expected.shape, "\(tensor)")
      #expect(found.doubles().scalars == expected.data, "\(tensor)")
      var blocks: [Double] = []
      try file.forEachBlock(of: tensor.name) { block in
        switch block {
        case .floats(let values): blocks += values.map(Double.init)
        case .doubles(let values): blocks += values
        }
      }
      #expect(blocks == expected.data)
    }
  }

  @Test func typesAreNamedAndTextIsNotRead() throws {
    let file = try Self.open("old.h5")
    let types = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.typeName) })
    #expect(types["layers/f2"] == "float16" && types["layers/f8be"] == "float64" && types["layers/i1"] == "int8")
    #expect(types["layers/flags"] == "bool" && types["layers/u2"] == "uint16")
    #expect(fileError { try file.read("words") }?.kind == .unsupported)
    #expect(file.remarks.contains { $0.contains("words") })
    #expect(file.tensors.filter { $0.tiedTo != nil }.count == 1)
  }

  @Test func linksInACircleEnd() throws {
    let file = try Self.open("circle.h5")
    #expect(file.names == ["a/w"])
    #expect(file.remarks.contains { $0.contains("listed before") } && file.remarks.contains { $0.contains("2 soft or external") })
  }

  @Test func dataInOtherFilesAreRefused() throws {
    let file = try Self.open("outside.h5")
    #expect(try file.read("kept").count == 5)
    for name in ["w", "virtual"] {
      let error = fileError { try file.read(name) }
      #expect(error?.kind == .unsupported && error?.reason.contains("files elsewhere") == true, "\(String(describing: error))")
    }
  }

  @Test func aShapeWithoutDataTakesNoMemory() throws {
    let error = fileError { try Self.open("claims.h5").read("w") }
    #expect(error?.reason.contains("never written") == true || error?.reason.contains("chunks were ever written") == true, "\(String(describing: error))")
  }

  @Test(arguments: files) func cutsAndMutationsAreValuesOrErrors(name: String) throws {
    let original = try InputFile(Self.folder.appendingPathComponent(name).path).withBytes { Array($0) }
    for cut in 0..<64 {
      let error = fileError { try InputFile(original.prefix(original.count * cut / 64), named: name).arrays() }
      #expect(error?.path == name)
    }
    var random = RandomGenerator(seed: 78)
    var errors = 0
    for _ in 0..<4000 {
      var bytes = original
      for _ in 0...random.integer(below: 3) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      if random.integer(below: 8) == 0 { bytes.removeLast(random.integer(below: bytes.count)) }
      let failure = fileError {
        let file = try InputFile(bytes, named: name).tensorFile()
        for tensor in file.names where tensor != "words" { _ = try file.read(tensor) }
      }
      if failure != nil { errors += 1 }
    }
    #expect(errors > 200)
  }
}

/// HDF5 and Keras files of the corpus.
@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct HDF5CorpusTests {
  @Test(arguments: Corpus.paths(in: "hdf5")) func readsGoodFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name)).tensorFile()
    let expected = try #require(Corpus.entries[name]?.tensors)
    #expect(file.names == expected.map(\.name))
    for (tensor, expected) in zip(file.tensors, expected) {
      #expect(tensor.shape == expected.shape)
      let values = try file.read(tensor.name).doubles().scalars
      #expect(Checksum.sha256(littleEndian: values) == expected.sha256_f64le)
    }
  }

  @Test(arguments: Corpus.paths(in: "bad/hdf5") + ["bad/keras_trunc.keras"]) func refusesBrokenFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let entry = try #require(Corpus.entries[name])
    guard let error = fileError({ try file.arrays() }) else {
      #expect(entry.acceptable != nil, "\(name) was read")
      return
    }
    #expect(error.path == file.path)
    if entry.error == "truncated" { #expect(error.reason.contains("truncated"), "\(error)") }
  }
}
