import Foundation
import Tensors
import TestSupport
import Testing

@testable import Formats

/// ONNX, GGUF and MATLAB files by the formats' own packages (`Fixtures/models/make_models.py`).
@Suite struct ModelFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/models")
  static let files = ["forms.onnx", "outside.onnx", "kinds.gguf", "plain.mat", "compressed.mat", "version4.mat"]

  struct Expected: Decodable {
    var shape: [Int]
    var data: [Double]
  }
  static let expected = try! JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: folder.appendingPathComponent("models.json")))

  static func open(_ name: String) throws -> any TensorFile { try InputFile(folder.appendingPathComponent(name).path).tensorFile() }

  @Test(arguments: files) func valuesAreThoseOfThePackages(name: String) throws {
    let file = try Self.open(name)
    let wanted = Self.expected.filter { $0.key.hasPrefix(name + ":") }
    #expect(Set(file.names) == Set(wanted.keys.map { String($0.dropFirst(name.count + 1)) }))
    for tensor in file.tensors {
      let expected = try #require(wanted["\(name):\(tensor.name)"])
      let found = try file.read(tensor.name)
      #expect(tensor.shape == expected.shape && found.shape.dimensions == expected.shape, "\(tensor)")
      #expect(relativeDifference(found.doubles().scalars, expected.data) < 1e-7, "\(tensor)")
      var blocks: [Double] = []
      try file.forEachBlock(of: tensor.name) { block in
        switch block {
        case .floats(let values): blocks += values.map(Double.init)
        case .doubles(let values): blocks += values
        }
      }
      #expect(blocks == found.doubles().scalars)
    }
  }

  @Test func whatIsNotReadIsNamed() throws {
    let remarks = try Self.open("plain.mat").remarks.joined(separator: "\n")
    for word in ["text is text", "cells is a cell array", "complex is complex", "struct is a structure"] { #expect(remarks.contains(word), "\(remarks)") }
    #expect(try Self.open("kinds.gguf").tensors.first { $0.name == "Q4_0" }?.typeName == "q4_0")
  }

  @Test func externalDataStayInTheirFolder() throws {
    let directory = try TemporaryDirectory()
    let model = try Data(contentsOf: Self.folder.appendingPathComponent("outside.onnx"))
    func change(_ name: String) throws -> FileError? {
      // The same length, so that the message stays whole.
      var bytes = model
      while let range = bytes.range(of: Data("outside.data".utf8)) { bytes.replaceSubrange(range, with: Data(name.utf8)) }
      try bytes.write(to: URL(fileURLWithPath: directory.file("m.onnx")))
      return fileError { try InputFile(directory.file("m.onnx")).arrays() }
    }
    try Data(repeating: 0, count: 4096).write(to: URL(fileURLWithPath: directory.file("honest.files")))
    try FileManager.default.createSymbolicLink(atPath: directory.file("hidden.links"), withDestinationPath: "/etc/hostname")
    #expect(try change("honest.files") == nil)
    for name in ["../../passwd", "/etc/passwdd", "hidden.links", "absent.filez", "./honest.fil"] {
      let error = try change(name)
      #expect(error?.kind == .badData, "\(name): \(String(describing: error))")
    }
  }

  @Test(arguments: files) func cutsAndMutationsAreValuesOrErrors(name: String) throws {
    let original = try InputFile(Self.folder.appendingPathComponent(name).path).withBytes { Array($0) }
    for cut in 0..<64 {
      let error = fileError { try InputFile(original.prefix(original.count * cut / 64), named: name).arrays() }
      #expect(error == nil || error?.path == name)
    }
    var random = RandomGenerator(seed: 77)
    var errors = 0
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0...random.integer(below: 3) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      if random.integer(below: 8) == 0 { bytes.removeLast(random.integer(below: bytes.count)) }
      if fileError({ try InputFile(bytes, named: name).arrays() }) != nil { errors += 1 }
    }
    #expect(errors > 200)
  }
}

/// The shared corpus of models.
@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct ModelCorpusTests {
  static let good = (Corpus.paths(in: "onnx") + Corpus.paths(in: "gguf") + Corpus.paths(in: "mat")).filter {
    Corpus.entries[$0]?.outcome == "ok" && FileManager.default.fileExists(atPath: Corpus.path($0))
  }
  static let bad = (Corpus.paths(in: "bad/onnx") + Corpus.paths(in: "bad/gguf")).filter { Corpus.entries[$0]?.outcome == "error" }

  @Test(arguments: good) func readsGoodFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name)).tensorFile()
    for expected in try #require(Corpus.entries[name]?.tensors) {
      let found = try file.read(expected.name)
      #expect(found.shape.dimensions == expected.shape, "\(expected.name)")
      let values = found.doubles().scalars.filter(\.isFinite)
      if let sum = expected.sum { #expect(abs(values.reduce(0, +) - sum) <= 1e-6 * max(1, expected.sumabs ?? 1), "\(expected.name)") }
    }
  }

  @Test(arguments: bad) func refusesBrokenFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let entry = try #require(Corpus.entries[name])
    guard let error = fileError({ try file.arrays() }) else {
      #expect(entry.acceptable?.contains("ok") == true, "\(name) was read")
      return
    }
    #expect(error.path == file.path)
    if entry.error?.hasPrefix("unsupported") == true { #expect(error.kind == .unsupported, "\(error)") } else { #expect(error.kind == .badData, "\(error)") }
    if entry.error == "truncated" { #expect(error.reason.contains("truncated"), "\(error)") }
  }

  @Test(arguments: ["rapidocr_onnxruntime/models_ch_ppocr_mobile_v2.0_cls_infer.onnx"]) func readsTrainedModels(name: String) throws {
    guard let path = Corpus.realPath(name) else { return print("skipped: \(name) is not here") }
    let file = try InputFile(path).tensorFile()
    for expected in try #require(Corpus.realEntries[name]?.tensors) {
      let values = try file.read(expected.name).doubles().scalars
      if let sum = expected.sum { #expect(abs(values.filter(\.isFinite).reduce(0, +) - sum) <= 1e-6 * max(1, expected.sumabs ?? 1), "\(expected.name)") }
    }
  }
}
