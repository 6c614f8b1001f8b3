import TestSupport
import Testing

@testable import Formats

/// PyTorch files of the corpus against the manifest, which PyTorch made.
@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct PyTorchCorpusTests {
  /// What is refused with a message although a value would be right too.
  private static let refused: Set<String> = ["torch/tar_legacy.pt", "torch/export.pt2"]

  @Test(arguments: Corpus.paths(in: "torch"))
  func readsGoodFiles(_ name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let entry = try #require(Corpus.entries[name])
    if Self.refused.contains(name) {
      let error = try #require(fileError { try file.tensorFile() })
      #expect(error.kind == .unsupported && error.hint != nil)
      return
    }
    let tensors = try file.tensorFile()
    // Some files hold an array of NumPy's, which PyTorch itself does not list, and a sparse tensor, which is not read.
    let optional = Set(entry.optional_tensors ?? [])
    let expected = (entry.tensors ?? []).filter { $0.name != "s" || name != "torch/zip_sparse.pt" }
    #expect(tensors.names.filter { !optional.contains($0) } == expected.map(\.name))
    #expect(Set(tensors.names).isSuperset(of: optional))
    for (stored, expected) in zip(tensors.tensors, expected) {
      #expect(stored.typeName == expected.dtype && stored.shape == expected.shape, "\(stored)")
      let values = try tensors.read(stored.name).doubles().scalars
      let finite = values.filter(\.isFinite)
      if let nonfinite = expected.nonfinite { #expect(values.count - finite.count == nonfinite) }
      #expect(abs(finite.reduce(0, +) - expected.sum!) <= 1e-12 * max(1, expected.sumabs ?? abs(expected.sum!)), "\(name) \(stored.name)")
      if let checksum = expected.sha256_f64le { #expect(Checksum.sha256(littleEndian: values) == checksum) }
    }
    for group in entry.shared_storages ?? [] {
      let tied = tensors.tensors.filter { group.dropFirst().contains($0.name) && $0.tiedTo == group[0] }.map(\.name)
      let isRemarked = tensors.remarks.contains { remark in group.filter { !tied.contains($0) }.allSatisfy(remark.contains) }
      #expect(tied.count == group.count - 1 || isRemarked, "\(group): \(tensors.remarks)")
    }
    for skipped in entry.opaque_globals ?? [] where skipped.hasSuffix("Namespace") || skipped.hasSuffix("PurePosixPath") {
      #expect(tensors.remarks.contains { $0.contains(skipped) })
    }
  }

  @Test(arguments: Corpus.paths(in: "bad/torch"))
  func refusesBrokenFiles(_ name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let failure = fileError { try file.arrays() }
    if name.hasSuffix("zip_bomb.pt") {
      // 256 MiB out of 260 KB: read as the bytes that they are.
      #expect(failure == nil)
      return
    }
    let error = try #require(failure)
    let kind = Corpus.entries[name]?.error
    #expect(error.path == file.path)
    #expect(error.kind == (kind?.hasPrefix("unsupported") == true || name.hasSuffix("no_data_pkl.pt") ? .unsupported : .badData), "\(error)")
    switch kind {
    case "truncated": #expect(error.reason.contains("truncated"), "\(error)")
    case "unsafe-global": #expect(error.reason.contains("refused") && error.reason.contains("posix.system"), "\(error)")
    case "checksum": #expect(error.reason.contains("CRC-32"), "\(error)")
    case "too-deep": #expect(error.reason.contains("deep"), "\(error)")
    default: #expect(!error.reason.contains("truncated") || name.hasSuffix("zip_size_lie.pt"), "\(error)")
    }
    if kind != "empty", kind != "unknown-format", kind != "missing-record" { #expect(error.place != nil || kind == "bounds", "\(error)") }
  }

  /// What ships inside Python packages, with the sums of every tensor.
  @Test func readsRealCheckpoints() throws {
    for (name, entry) in Corpus.realEntries where entry.format == "torch-legacy" {
      guard let path = Corpus.realPath(name) else { continue }
      let file = try PyTorchFile(InputFile(path))
      #expect(file.names == entry.tensors?.map(\.name))
      for expected in entry.tensors ?? [] {
        let values = try file.read(expected.name).doubles().scalars
        #expect(abs(values.reduce(0, +) - expected.sum!) <= 1e-12 * max(1, expected.sumabs!))
      }
    }
  }

  /// Good files cut at 64 places give a value or an error that names the file.
  @Test func cutFilesAreReadOrRefused() throws {
    for name in Corpus.paths(in: "torch") {
      let bytes = try InputFile(Corpus.path(name)).withBytes { Array($0) }
      for cut in 0..<64 {
        let error = fileError { try InputFile(bytes.prefix(bytes.count * cut / 64), named: name).arrays() }
        #expect(error != nil && error?.path == name, "\(name) \(cut)")
      }
    }
  }
}
