import Foundation
import Tensors
import TestSupport
import Testing

@testable import Formats

/// ONNX, GGUF and MATLAB files by the formats' own packages (`Fixtures/models/make_models.py`).
@Suite struct ModelFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/models")
  static let files = ["forms.onnx", "outside.onnx", "kinds.gguf", "plain.mat", "compressed.mat", "version4.mat", "version4big.mat", "others.mat", "tensor.pb"]

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
    #expect(try Self.open("others.mat").remarks.joined().contains("without a name"))
    #expect(try Self.open("tensor.pb").formatName == "a tensor of ONNX")
    #expect(try Self.open("kinds.gguf").tensors.first { $0.name == "Q4_0" }?.typeName == "q4_0")
  }

  @Test func compressedNumbersEndWhereTheyShould() throws {
    let file = try Self.open("behind.mat")
    let error = fileError { try file.read("w") }
    #expect(error?.kind == .badData && error?.reason.contains("behind the numbers") == true, "\(String(describing: error))")
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

  /// What is wrong with each broken file, and where: the words, and the place's.
  static let reasons: [String: (words: String, place: String)] = [
    "bad/gguf/alignment_0.gguf": ("general.alignment is 0, no power of two", "byte 57"),
    "bad/gguf/alignment_2147483648.gguf": ("general.alignment is 2147483648, no power of two up to", "byte 57"),
    "bad/gguf/alignment_type.gguf": ("general.alignment is of type 8", "byte 53"),
    "bad/gguf/array_huge.gguf": ("4611686018427387904 elements, more than 15 bytes hold", "byte 49"),
    "bad/gguf/array_nested.gguf": ("nested more than 4 deep", "byte 85"),
    "bad/gguf/array_str_huge.gguf": ("1099511627776 elements, more than 15 bytes hold", "byte 49"),
    "bad/gguf/data_short.gguf": ("truncated: shape [4] of float32 needs 16 bytes, 15 are there", "tensor \"t\", byte 57"),
    "bad/gguf/dim_neg.gguf": ("an axis of 18446744073709551612", "tensor \"t\", byte 45"),
    "bad/gguf/keylen_huge.gguf": ("a key of 18446744073709551615 bytes", "byte 32"),
    "bad/gguf/kv_missing.gguf": ("truncated: 0 tensors and 5 values do not fit in 8 bytes", "byte 24"),
    "bad/gguf/name_huge.gguf": ("the name of a tensor of 70000 bytes", "byte 32"),
    "bad/gguf/ndims_huge.gguf": ("1073741824 axes; there are at most 4", "tensor \"f32\", byte 213"),
    "bad/gguf/nkv_huge.gguf": ("9223372036854775808 values are more than any file holds", "byte 24"),
    "bad/gguf/ntensors_huge.gguf": ("2305843009213693952 tensors and 4 values are more than any file holds", "byte 24"),
    "bad/gguf/offset_past.gguf": ("which is outside the file or not a multiple of 32", "tensor \"f32\", byte 548"),
    "bad/gguf/overlap.gguf": ("its data overlap those of u", "tensor \"t\", byte 90"),
    "bad/gguf/q4_odd.gguf": ("rows of 33 are no whole blocks of 32 of q4_0", "tensor \"t\", byte 57"),
    "bad/gguf/trunc_100.gguf": ("truncated: 8 tensors and 4 values do not fit", "byte 24"),
    "bad/gguf/trunc_20.gguf": ("truncated: the number of values needs 8 bytes, 4 are there", "byte 16"),
    "bad/gguf/trunc_3615.gguf": ("truncated: shape [4, 64] of bfloat16 needs 512 bytes, 511 are there", "tensor \"bf16\", byte 548"),
    "bad/gguf/version_99.gguf": ("GGUF version 99; 2 and 3 are read", "byte 8"),
    "bad/onnx/conv_bad.onnx": ("strides [0, 0], group 1; all are 1 or more", "byte 7"),
    "bad/onnx/dims_overflow.onnx": ("tensor \"W\": shape [3, 4, 1099511627776, 1099511627776] overflows", "byte 29"),
    "bad/onnx/dtype_99.onnx": ("tensor \"W\": data type 99, which Fathom does not know", "byte 28"),
    "bad/onnx/expand_bomb.onnx": ("makes a tensor of shape [1048576, 1048576]", "byte 6"),
    "bad/onnx/ext_absolute.onnx": ("external data at \"/etc/passwd\", which is no path inside the model's folder", "tensor \"W\""),
    "bad/onnx/ext_offset_huge.onnx": ("truncated: external data of 48 bytes at byte 9223372036854775807", "tensor \"W\""),
    "bad/onnx/ext_short.onnx": ("truncated: external data of 48 bytes at byte 0 of short.bin, which has 8", "tensor \"W\""),
    "bad/onnx/missing_input.onnx": ("its input \"nope\" is made by nothing before it", "byte 6"),
    "bad/onnx/trunc_0.onnx": ("the file is empty", ""),
  ]

  /// Files that may be read all the same: a boolean that is 2, a tensor without elements.
  private static let readable = ["bad/gguf/bool_2.gguf", "bad/gguf/dim_zero.gguf"]

  @Test(arguments: bad) func refusesBrokenFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let entry = try #require(Corpus.entries[name])
    guard let error = fileError({ try file.arrays() }) else {
      #expect(Self.readable.contains(name) && entry.acceptable?.contains("ok") == true, "\(name) was read")
      return
    }
    #expect(error.path == file.path)
    #expect(error.kind == (entry.error?.hasPrefix("unsupported") == true ? .unsupported : .badData), "\(error)")
    if entry.error == "truncated" { #expect(error.reason.contains("truncated"), "\(error)") }
    // Files that the corpus has and this list does not are judged by their class alone.
    guard let (words, place) = Self.reasons[name] else { return print("\(name) has no words here: \(error)") }
    #expect(error.reason.contains(words) && error.place ?? "" == place, "\(error)")
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
