import Tensors
import TestSupport
import Testing

@testable import Formats

/// NPY, NPZ and IDX files of the corpus against the manifest, which NumPy made.
@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct ArrayCorpusTests {
  @Test(arguments: Corpus.paths(in: "npy") + Corpus.paths(in: "npz") + Corpus.paths(in: "idx"))
  func readsGoodFiles(_ name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let entry = try #require(Corpus.entries[name])
    let expected = entry.tensors ?? []
    if expected.contains(where: { $0.sum == nil }) || entry.acceptable != nil {
      // Complex numbers, records, dates, long doubles: refused, and by name.
      let error = try #require(fileError { try file.arrays() })
      #expect(error.kind == .unsupported)
      return
    }
    let arrays = try file.arrays()
    #expect(arrays.map(\.name) == expected.map(\.name))
    for (array, expected) in zip(arrays, expected) {
      #expect(array.values.shape.dimensions == expected.shape)
      let values = array.values.doubles().scalars
      let finite = values.filter(\.isFinite)
      #expect(values.count - finite.count == expected.nonfinite)
      #expect(abs(finite.reduce(0, +) - expected.sum!) <= 1e-12 * max(1, expected.sumabs!))
      if let checksum = expected.sha256_f64le { #expect(Checksum.sha256(littleEndian: values) == checksum) }
    }
  }

  @Test(arguments: Corpus.paths(in: "bad/npy") + Corpus.paths(in: "bad/npz") + Corpus.paths(in: "bad/idx"))
  func refusesBrokenFiles(_ name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let failure = fileError { try file.arrays() }
    if name.hasSuffix("bomb.npz") {
      // 256 MiB out of 260 KB: read as the bytes that they are.
      #expect(failure == nil)
      return
    }
    let error = try #require(failure)
    let isUnsupported = Corpus.entries[name]?.error?.hasPrefix("unsupported") == true
    #expect(error.kind == (isUnsupported ? .unsupported : .badData), "\(error)")
    #expect(error.path == file.path)
    #expect(error.reason.contains("truncated") == (Corpus.entries[name]?.error == "truncated"), "\(error)")
  }

  @Test(arguments: ["parquet", "events"])
  func namesForeignFormats(_ directory: String) throws {
    for name in Corpus.paths(in: directory) where Corpus.entries[name]?.outcome == "ok" {
      guard let file = try? InputFile(Corpus.path(name)) else { continue }
      let error = fileError { try FormatKind.recognize(file) }
      #expect(error?.kind == .unsupported, "\(name): \(String(describing: error))")
    }
  }

  @Test(arguments: Corpus.paths(in: "img").filter { Corpus.entries[$0]?.outcome == "ok" }) func readsPictures(name: String) throws {
    guard let file = try? InputFile(Corpus.path(name)) else { return }
    let pixels = try file.tensorFile().read("pixels")
    #expect(pixels.shape.rank == 3 && pixels.scalarName == "uint8" && pixels.shape[2] == (name.contains("grey") ? 1 : 3))
  }

  /// Good files cut at 64 places give a value or an error that names the file.
  @Test(arguments: ["csv", "npy", "npz", "idx"])
  func cutFilesAreReadOrRefused(_ directory: String) throws {
    for name in Corpus.paths(in: directory) {
      let bytes = try InputFile(Corpus.path(name)).withBytes { Array($0) }
      for cut in 0..<64 {
        let error = fileError { try InputFile(bytes.prefix(bytes.count * cut / 64), named: name).arrays() }
        #expect(error == nil || error?.path == name)
        // A format that counts its bytes notices every missing one, except where NumPy ignores what follows the array.
        if directory != "csv", name != "npy/trailing_data.npy", name != "npy/empty.npy" { #expect(error != nil, "\(name) \(cut)") }
      }
    }
  }
}
