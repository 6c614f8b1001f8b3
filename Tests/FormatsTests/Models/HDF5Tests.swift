import Foundation
import Tensors
import TestSupport
import Testing

@_spi(Fuzzing) @testable import Formats

/// HDF5 files by h5py (`Fixtures/hdf5/make_hdf5.py`).
@Suite struct HDF5Tests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/hdf5")
  private static let files = ["old.h5", "chunks.h5", "new.h5", "v110.h5", "model.keras", "indices110.h5", "indices200.h5", "before163.h5"]
  private static let withChecksums = ["new.h5", "indices110.h5", "indices200.h5", "dense.h5"]
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

  @Test func groupsOfManyLinks() throws {
    let file = try Self.open("dense.h5")
    let wanted = (0..<1500).map { "links/link " + String(repeating: "0", count: 4 - "\($0 * 7919 % 1500)".count) + "\($0 * 7919 % 1500) " + String(repeating: "x", count: $0 % 60) }
    #expect(Set(file.names.filter { $0.hasPrefix("links/") }) == Set(wanted))
    #expect(file.tensors.filter { $0.tiedTo == "layers/first/kernel" }.count == 1500 && file.remarks.isEmpty)
    for name in ["layers/first/kernel"] + (10..<20).map({ "layers/block\($0)/bias" }) {
      #expect(try file.read(name).doubles().scalars == Self.expected["dense.h5:" + name]?.data)
    }
  }

  /// Arrays of chunks so long that their blocks have pages.
  @Test(.enabled(if: Python.has("h5py"), "h5py is not here")) func longArraysOfChunks() throws {
    let directory = try TemporaryDirectory()
    _ = try Python.run(
      """
      import h5py
      values = (np.arange(180_000) % 251).astype("u1")
      with h5py.File("long.h5", "w", libver=("v110", "v110")) as file:
          file.create_dataset("grows", data=values, chunks=(1,), maxshape=(None,))
          file.create_dataset("tree", data=values[:20_000].reshape(200, 100), chunks=(1, 1), maxshape=(None, None))
      """, in: directory)
    let file = try InputFile(directory.file("long.h5")).tensorFile()
    #expect(try file.read("grows").integers() == (0..<180_000).map { $0 % 251 })
    #expect(try file.read("tree").integers() == (0..<20_000).map { $0 % 251 })
  }

  /// Random shapes, chunks, limits, filters and types, of which parts were never written and some grew afterwards, by every version.
  @Test(.enabled(if: Python.has("h5py"), "h5py is not here")) func randomDataSetsAreThoseOfH5py() throws {
    let directory = try TemporaryDirectory()
    _ = try Python.run(
      """
      import h5py
      random = np.random.default_rng(1)
      for version in ["earliest", "v110", "latest"]:
          wanted = {}
          with h5py.File(version + ".h5", "w", libver=version if version != "v110" else ("v110", "v110")) as file:
              for number in range(60):
                  shape = tuple(int(n) for n in random.integers(1, 14, random.integers(1, 5)))
                  chunks = tuple(int(random.integers(1, n + 1)) for n in shape)
                  limits = tuple(None if random.random() < .4 else int(n + random.integers(0, 9)) for n in shape) if random.random() < .6 else None
                  options = {"compression": ["gzip", "lzf"][random.integers(0, 2)]} if random.random() < .4 else {}
                  options |= {"shuffle": True} if random.random() < .3 else {}
                  options |= {"fletcher32": True} if random.random() < .3 else {}
                  fill = int(random.integers(0, 9)) if random.random() < .5 else None
                  kind = ["f4", "f8", "i2", ">f4", "u1", "f2", ">i8"][random.integers(0, 7)]
                  data = file.create_dataset(f"d{number}", shape, kind, chunks=chunks, maxshape=limits, fillvalue=fill, **options)
                  part = tuple(slice(0, n if random.random() < .7 else max(1, n // 2)) for n in shape)
                  data[part] = random.integers(0, 100, data[part].shape)
                  if limits and limits[0] is None: data.resize((shape[0] + 5,) + shape[1:])
                  wanted[f"d{number}"] = data[...].astype("f8")
          np.savez(version + ".npz", **wanted)
      """, in: directory)
    for version in ["earliest", "v110", "latest"] {
      let file = try HDF5File(InputFile(directory.file(version + ".h5")))
      for expected in try InputFile(directory.file(version + ".npz")).arrays() {
        let found = try file.read(expected.name)
        #expect(found.shape == expected.values.shape && found.doubles().scalars == expected.values.doubles().scalars, "\(version) \(expected.name)")
      }
    }
  }

  /// Bits flipped in structures that have a checksum, and cuts of filtered chunks with Fletcher's.
  @Test(arguments: withChecksums) func damageIsFound(name: String) throws {
    let original = try InputFile(Self.folder.appendingPathComponent(name).path).withBytes { Array($0) }
    var random = RandomGenerator(seed: 4)
    let marks: [[UInt8]] = ["OHDR", "FRHP", "FHIB", "FHDB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EADB", "EASB"].map { Array($0.utf8) }
    var places: [Int] = []
    for position in 0..<original.count - 4 where marks.contains(where: { original[position...].starts(with: $0) }) { places.append(position) }
    #expect(places.count > 3)
    for place in places.shuffled(using: &random).prefix(60) {
      var bytes = original
      bytes[place + 6] ^= 1
      let error = fileError { try InputFile(bytes, named: name).arrays() }
      // What only holds attributes is not looked at.
      if let error { #expect(error.kind == .badData && !error.reason.isEmpty) } else { #expect(name != "new.h5", "at \(place)") }
    }
  }

  @Test func checksums() {
    func hash(_ text: String) -> UInt32 { Array(text.utf8).withUnsafeBytes { HDF5Checksum.ofStructure($0) } }
    // From the comment of Jenkins's program.
    #expect(hash("Four score and seven years ago") == 0x1777_0551 && hash("") == 0xDEAD_BEEF)
  }

  @Test func chunksThatAreNotWrittenAreFilled() throws {
    let part = try Self.open("indices110.h5").read("part").doubles().scalars
    #expect(Array(part[0..<8]) == [-1.5, -1.5, -1.5, -1.5, 1, 2, 3, 4] && part[39] == -1.5 && part[33] == 5)
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
    // Behind the checksums too, every other time.
    for round in 0..<(name.hasPrefix("indices") ? 800 : 4000) {
      var bytes = original
      for _ in 0...random.integer(below: 3) { bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256)) }
      if random.integer(below: 8) == 0 { bytes.removeLast(random.integer(below: bytes.count)) }
      let failure = fileError {
        let input = InputFile(bytes, named: name)
        let file: any TensorFile = round % 2 == 0 || name.hasSuffix(".keras") ? try input.tensorFile() : try HDF5File(input, verifyingChecksums: false)
        for tensor in file.tensors where tensor.name != "words" && tensor.byteCount < 1 << 20 { _ = try file.read(tensor.name) }
      }
      if failure != nil { errors += 1 }
    }
    #expect(errors > 50)
  }

  /// The trees, heaps and arrays of the newest files, damaged behind their checksums: each bit of a byte of every structure.
  @Test(arguments: ["indices200.h5", "dense.h5"]) func damagedStructuresAreValuesOrErrors(name: String) throws {
    let original = try InputFile(Self.folder.appendingPathComponent(name).path).withBytes { Array($0) }
    let marks: [[UInt8]] = ["OHDR", "FRHP", "FHIB", "FHDB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EADB", "EASB"].map { Array($0.utf8) }
    var random = RandomGenerator(seed: 79)
    var places: [Int] = []
    for position in 0..<original.count - 4 where marks.contains(where: { original[position...].starts(with: $0) }) { places.append(position) }
    var errors = 0
    for round in 0..<1500 {
      var bytes = original
      let place = places[round % places.count] + 4 + random.integer(below: 60)
      guard place < bytes.count else { continue }
      bytes[place] = random.integer(below: 3) == 0 ? 0xFF : UInt8(random.integer(below: 256))
      let failure = fileError {
        let file = try HDF5File(InputFile(bytes, named: name), verifyingChecksums: false)
        for tensor in file.tensors.prefix(40) where tensor.byteCount < 1 << 20 { _ = try file.read(tensor.name) }
      }
      if failure != nil { errors += 1 }
    }
    #expect(errors > 50)
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

  /// Words of the error of each broken file; none of one that is read.
  private static let reasons: [String: String?] = [
    "bad/hdf5/deflate_bomb.h5": nil, "bad/hdf5/flip_0.h5": nil,
    "bad/hdf5/external_storage.h5": "refused: its elements are in files elsewhere",
    "bad/hdf5/flip_1.h5": "a chunk is damaged: its checksum is wrong",
    "bad/hdf5/trunc_4.h5": "truncated: the signature of an HDF5 file",
    "bad/hdf5/trunc_4233.h5": "truncated: the file says that it has 4234 bytes, 4233 are there",
    "bad/keras_trunc.keras": "truncated: the file says that it has 4234 bytes, 100 are there",
  ]

  @Test(arguments: Corpus.paths(in: "bad/hdf5") + ["bad/keras_trunc.keras"]) func refusesBrokenFiles(name: String) throws {
    let file = try InputFile(Corpus.path(name))
    let wanted = try #require(Self.reasons[name], "\(name) has no words here")
    let error = fileError { try file.tensorFile().names.forEach { name in try file.tensorFile().forEachBlock(of: name) { _ in } } }
    #expect(error?.path ?? file.path == file.path)
    if let wanted { #expect(error?.reason.contains(wanted) == true, "\(String(describing: error))") } else { #expect(error == nil) }
  }
}
