import Foundation
import Tensors
import TestSupport
import Testing

@testable import Formats

struct SafetensorsTests {
  /// A file with this header and data.
  static func file(_ header: String, _ data: [UInt8] = [], length: Int? = nil) throws -> [UInt8] {
    var bytes = LittleEndianBuilder()
    bytes.append(length ?? header.utf8.count, 8)
    return bytes.bytes + Array(header.utf8) + data
  }

  /// The bytes that the writer makes of the arrays.
  static func bytes(of arrays: [NamedArray], metadata: [(name: String, value: String)] = []) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let output = try OutputFile(directory.file("t.safetensors"))
    try SafetensorsWriter.write(arrays, metadata: metadata, to: output)
    try output.commit()
    return try Array(Data(contentsOf: URL(fileURLWithPath: directory.file("t.safetensors"))))
  }

  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile { try SafetensorsFile(InputFile(bytes, named: "t.safetensors")) }

  private static let arrays = [
    NamedArray("bool", .bool(Tensor([true, false, true]))), NamedArray("float", .float(Tensor([0.1, -.infinity, .nan, -0.0], shape: [2, 2]))),
    NamedArray("a \"b\" \\ é\n", .uint8(Tensor([1, 255]))), NamedArray("int32", .int32(Tensor([-1, 7], shape: [2, 1]))),
    NamedArray("int64", .int(Tensor([-5, 1 << 40]))), NamedArray("scalar", .double(Tensor([0.1], shape: []))),
    NamedArray("empty", .double(Tensor([], shape: [0, 3]))),
  ]

  @Test func whatIsWrittenIsReadBack() throws {
    let bytes = try Self.bytes(of: Self.arrays, metadata: [("format", "pt"), ("step", "12")])
    let file = try open(bytes)
    #expect(file.names == Self.arrays.map(\.name))
    #expect(file.metadata.map(\.name) == ["format", "step"] && file.metadata.map(\.value) == ["pt", "12"])
    #expect(bytes[0] % 8 == 0)
    for array in Self.arrays {
      let read = try file.read(array.name)
      #expect(read.shape == array.values.shape && read.scalarName == array.values.scalarName)
      try read.withElementBytes { found throws(FileError) in
        try array.values.withElementBytes { wanted throws(FileError) in #expect(found.elementsEqual(wanted)) }
      }
    }
  }

  @Test func namesThatAFileCannotHoldAreRefused() throws {
    let one = NumericArray.float(Tensor([1]))
    for names in [["a", "b", "a"], ["__metadata__"]] {
      #expect(fileError { try Self.bytes(of: names.map { NamedArray($0, one) }) }?.kind == .badData)
    }
  }

  @Test func viewsAreWrittenInRowMajorOrder() throws {
    let tensor = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [2, 3]).transposed
    let file = try open(Self.bytes(of: [NamedArray("t", .float(tensor))]))
    #expect(try file.read("t").floats().scalars == [1, 4, 2, 5, 3, 6])
  }

  // MARK: - Scalars

  /// Every dtype by a few patterns of bits with known values.
  private static let scalars: [(type: String, data: [UInt8], values: [Double])] = [
    ("F16", [0x00, 0x3C, 0x01, 0x00, 0x00, 0xFC], [1, 0x1p-24, -.infinity]),
    ("BF16", [0x80, 0x3F, 0x49, 0xC0, 0xC0, 0x7F], [1, -3.140625, .nan]), ("F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [1]),
    ("F8_E4M3", [0x38, 0x01, 0x7E, 0xFF, 0xB8, 0x08], [1, 0x1p-9, 448, .nan, -1, 0x1p-6]),
    ("F8_E5M2", [0x3C, 0x01, 0x7B, 0xFC, 0x7E], [1, 0x1p-16, 57344, -.infinity, .nan]),
    ("F8_E4M3FNUZ", [0x40, 0x01, 0x7F, 0x80, 0xC0], [1, 0x1p-10, 240, .nan, -1]),
    ("F8_E5M2FNUZ", [0x40, 0x01, 0x7F, 0x80], [1, 0x1p-17, 57344, .nan]), ("F8_E8M0", [127, 128, 0, 254, 255], [1, 2, 0x1p-127, 0x1p127, .nan]),
    ("I8", [0xFF, 0x80, 0x7F], [-1, -128, 127]), ("U8", [0xFF], [255]), ("I16", [0xFE, 0xFF], [-2]), ("U16", [0xFE, 0xFF], [65534]),
    ("I32", [0xFD, 0xFF, 0xFF, 0xFF], [-3]), ("U32", [0xFD, 0xFF, 0xFF, 0xFF], [4294967293]),
    ("I64", [UInt8](repeating: 0xFF, count: 8), [-1]), ("U64", [7, 0, 0, 0, 0, 0, 0, 0], [7]), ("BOOL", [0, 1, 2], [0, 1, 1]),
  ]

  @Test(arguments: scalars)
  func everyScalarIsDecoded(type: String, data: [UInt8], values: [Double]) throws {
    let header = "{\"w\":{\"dtype\":\"\(type)\",\"shape\":[\(values.count)],\"data_offsets\":[0,\(data.count)]}}"
    let read = try open(Self.file(header, data)).read("w").doubles().scalars
    #expect(relativeDifference(read, values) == 0, "\(type): \(read)")
  }

  @Test(arguments: ["C64", "F4", "F6_E2M3", "F6_E3M2"])
  func someScalarsAreListedButNotRead(type: String) throws {
    let bits = try #require(SafetensorsType(rawValue: type)).bitCount
    let file = try open(Self.file("{\"w\":{\"dtype\":\"\(type)\",\"shape\":[4],\"data_offsets\":[0,\(bits / 2)]}}", [UInt8](repeating: 0, count: bits / 2)))
    #expect(file.entry("w")?.shape == [4])
    let error = fileError { try file.read("w") }
    #expect(error?.kind == .unsupported && error?.place?.contains("w") == true)
  }

  // MARK: - Broken files

  private static func entry(_ shape: String, _ offsets: String, _ type: String = "\"F32\"") -> String {
    "{\"dtype\":\(type),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  private static let good = entry("[2]", "[0,8]")

  /// One header for each mistake; eight bytes of data.
  private static let mistakes: [(header: String, reason: String)] = [
    ("[]", "begin with {"), (" {\"w\":\(good)}", "begin with {"), ("{\"w\":\(good)", "no JSON"), ("{\"w\":\(good)} x", "no JSON"),
    ("{\"w\":\(good),\"w\":\(good)}", "second time"), ("{\"w\":3}", "an object"),
    ("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "second time"),
    ("{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "no dtype"), ("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "no shape"),
    ("{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", "no data_offsets"), ("{\"w\":\(entry("[2]", "[0,8]", "\"F128\""))}", "unknown dtype"),
    ("{\"w\":\(entry("[2]", "[0,8]", "3"))}", "a string"), ("{\"w\":\(entry("[-2]", "[0,8]"))}", "from 0 up"),
    ("{\"w\":\(entry("[2.0]", "[0,8]"))}", "from 0 up"), ("{\"w\":\(entry("[2e0]", "[0,8]"))}", "from 0 up"),
    ("{\"w\":\(entry("[18446744073709551616]", "[0,8]"))}", "more than"), ("{\"w\":\(entry("2", "[0,8]"))}", "an array"),
    ("{\"w\":\(entry("[4294967296,4294967296]", "[0,8]"))}", "overflows"), ("{\"w\":\(entry("[3]", "[0,8]"))}", "needs 12 bytes"),
    ("{\"w\":\(entry("[2]", "[0,4,8]"))}", "more than 2"), ("{\"w\":\(entry("[2]", "[8]"))}", "are two"),
    ("{\"w\":\(entry("[0]", "[8,0]"))}", "backwards"), ("{\"w\":\(entry("[4]", "[0,16]"))}", "beyond"),
    ("{\"w\":\(entry("[2]", "[-8,0]"))}", "from 0 up"), ("{\"w\":\(entry("[9223372036854775807]", "[0,9223372036854775807]"))}", "beyond"),
    ("{\"w\":\(entry("[1]", "[4,8]"))}", "a gap"), ("{\"w\":\(entry("[1]", "[0,4]"))}", "belong to no tensor"), ("{}", "belong to no tensor"),
    ("{\"w\":\(good),\"v\":\(entry("[1]", "[4,8]"))}", "overlap"), ("{\"w\":\(good),\"v\":\(good)}", "overlap"),
    ("{\"w\":\(entry("[1]", "[0,4]")),\"v\":\(entry("[0]", "[6,6]"))}", "a gap"), ("{\"w\":\(entry("[3]", "[0,1]", "\"F4\""))}", "within a byte"),
    ("{\"__metadata__\":{\"a\":1},\"w\":\(good)}", "a string"), ("{\"__metadata__\":[],\"w\":\(good)}", "an object"),
    ("{\"w\":{\"x\":" + String(repeating: "[", count: 100_000), "deep"), ("{\"w\u{0}\":\(good)}", "control character"),
    ("{\"w\":\(entry("[" + String(repeating: "1,", count: 64) + "2]", "[0,8]"))}", "more than 64"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreNamed(header: String, reason: String) throws {
    let error = fileError { try open(Self.file(header, [UInt8](repeating: 0, count: 8))) }
    #expect(error?.kind == (reason == "unknown dtype" ? .unsupported : .badData))
    #expect(error?.reason.contains(reason) == true, "\(header.prefix(80)): \(String(describing: error))")
    #expect(error?.path == "t.safetensors" && error?.place != nil)
  }

  @Test(arguments: [(-1, "more than 100000000"), (.min, "more than"), (100_000_001, "more than"), (100_000_000, "truncated"), (11, "truncated"), (0, "begin")])
  func lengthsAreNotBelieved(length: Int, reason: String) throws {
    let error = fileError { try open(Self.file("{}        ", length: length)) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func thirtyThousandTensorsTakeLinearTime() throws {
    let header = "{" + (0..<30_000).map { "\"t\($0)\":\(Self.entry("[0]", "[0,0]"))" }.joined(separator: ",") + "}"
    let file = try open(Self.file(header))
    #expect(file.names.count == 30_000 && file.names[29_999] == "t29999")
  }

  // MARK: - Shards

  @Test func shardsAreReadThroughTheirIndex() throws {
    let directory = try TemporaryDirectory()
    for (name, value) in [("a", 1), ("b", 2)] as [(String, Float)] {
      let output = try OutputFile(directory.file("\(name).safetensors"))
      try SafetensorsWriter.write([NamedArray(name, .float(Tensor([value])))], to: output)
      try output.commit()
    }
    func index(_ map: String) throws -> InputFile {
      let path = directory.file("model.safetensors.index.json")
      try "{\"metadata\": {\"total_size\": 8}, \"weight_map\": \(map)}".write(toFile: path, atomically: false, encoding: .utf8)
      return try InputFile(path)
    }
    let good = try index("{\"b\": \"b.safetensors\", \"a\": \"a.safetensors\"}")
    #expect(try FormatKind.recognize(good) == .shards)
    #expect(try good.arrays().map(\.name) == ["b", "a"])
    #expect(try good.arrays().map { $0.values.doubles().scalars } == [[2], [1]])
    let broken: [(map: String, kind: FileError.Kind, words: String)] = [
      ("{\"a\": \"../a.safetensors\"}", .badData, "plain name"), ("{\"a\": \"/etc/passwd\"}", .badData, "plain name"),
      ("{\"a\": \"..\"}", .badData, "plain name"), ("{\"a\": \"\"}", .badData, "plain name"), ("{\"a\": \"a\\u0000\"}", .badData, "plain name"),
      ("{\"a\": \"b.safetensors\"}", .badData, "has it not"), ("{\"a\": \"none.safetensors\"}", .cannotRead, "cannot open"),
      ("{\"a\": 3}", .badData, "a string"), ("[]", .badData, "an object"), ("{\"a\": \"model.safetensors.index.json\"}", .badData, "index of shards"),
    ]
    for (map, kind, words) in broken {
      let error = fileError { try index(map).arrays() }
      #expect(error?.kind == kind && error?.reason.contains(words) == true, "\(map): \(String(describing: error))")
    }
  }
}

/// The files of the corpus against the manifest, which the safetensors package made.
@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is not here"))
struct SafetensorsCorpusTests {
  private static let good = Corpus.paths(in: "safetensors") + ["bad/safetensors/many.safetensors"]

  @Test(arguments: good.filter { Corpus.entries[$0] != nil })
  func readsGoodFiles(_ name: String) throws {
    let entry = try #require(Corpus.entries[name])
    let file = try InputFile(Corpus.path(name))
    if entry.acceptable != nil {
      // Listed, and the one tensor that is odd is refused by name.
      #expect(try SafetensorsFile(file).names.contains("w"))
      #expect(fileError { try file.arrays() }?.place?.contains("\"w\"") == true)
    }
    let tensors = (entry.tensors ?? []).filter { entry.acceptable == nil || $0.name != "w" }
    let isIndex = name.hasSuffix(".json")
    if entry.acceptable == nil, let expected = entry.tensors {
      #expect(Set(try file.arrays().map(\.name)) == Set(expected.map(\.name)))
    }
    for expected in tensors {
      let array = isIndex ? try ShardedFile(index: file).read(expected.name) : try SafetensorsFile(file).read(expected.name)
      #expect(array.shape.dimensions == expected.shape)
      #expect(Checksum.sha256(littleEndian: array.doubles().scalars) == expected.sha256_f64le, "\(expected.name)")
    }
  }

  /// The words by which a message shows that the class of the error was understood.
  private static let words = [
    "empty": "empty", "truncated": "truncated", "too-large": "more than", "overflow": "overflows",
    "unsafe-path": "plain name", "unsupported-dtype": "unknown dtype",
  ]

  @Test(arguments: Corpus.paths(in: "bad/safetensors").filter { Corpus.entries[$0]?.outcome == "error" })
  func refusesBrokenFiles(_ name: String) throws {
    let entry = try #require(Corpus.entries[name])
    let file = try InputFile(Corpus.path(name))
    let failure = fileError { name.hasSuffix(".json") ? try file.arrays() : try SafetensorsFile(file).arrays() }
    // Bytes of BOOL other than 0 and 1 are true, as for the reference.
    if name.hasSuffix("bool2.safetensors") { return #expect(failure == nil) }
    let error = try #require(failure)
    let kind = try #require(entry.error)
    #expect(error.kind == (kind.hasPrefix("unsupported") ? .unsupported : .badData), "\(error)")
    if let words = Self.words[kind] { #expect(error.reason.contains(words), "\(error)") }
    // By content alone they are refused just as well.
    #expect([.badData, .unsupported].contains(fileError { try file.arrays() }?.kind))
  }

  @Test func cutFilesAreRefused() throws {
    for name in Corpus.paths(in: "safetensors") where !name.hasSuffix(".json") {
      let bytes = try InputFile(Corpus.path(name)).withBytes { Array($0) }
      for cut in 0..<64 {
        let error = fileError { try SafetensorsFile(InputFile(bytes.prefix(bytes.count * cut / 64), named: name)) }
        #expect(error?.path == name && error?.kind == .badData, "\(name) \(cut)")
      }
    }
  }
}

/// What the safetensors package writes is read, and what Fathom writes it reads, to the last bit.
@Suite(.enabled(if: Python.hasSafetensors, "no .venv with safetensors here"))
struct SafetensorsPackageTests {
  @Test func thePackageReadsWhatIsWritten() throws {
    let directory = try TemporaryDirectory()
    var random = RandomGenerator(seed: 3)
    let bits = (0..<3000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
    let arrays = [
      NamedArray("bytes", .uint8(Tensor([1, 2, 3]))), NamedArray("层.weight", .float(Tensor(bits, shape: [50, 3, 20]))),
      NamedArray("double", .double(Tensor([0.1], shape: []))), NamedArray("int", .int(Tensor([-5, 1 << 40]))),
      NamedArray("int32", .int32(Tensor([-1, 7], shape: [2, 1]))), NamedArray("bool", .bool(Tensor([true, false]))),
      NamedArray("empty", .float(Tensor([], shape: [0, 3]))),
    ]
    let output = try OutputFile(directory.file("t.safetensors"))
    try SafetensorsWriter.write(arrays, metadata: [("format", "pt"), ("step", "7")], to: output)
    try output.commit()
    let npz = try OutputFile(directory.file("t.npz"))
    try NPZWriter.write(arrays, to: npz)
    try npz.commit()
    let printed = try Python.run("""
      from safetensors import safe_open
      from safetensors.numpy import load_file
      a, b = load_file('t.safetensors'), np.load('t.npz')
      assert sorted(a) == sorted(b.files), (sorted(a), b.files)
      for name in b.files:
        assert a[name].dtype == b[name].dtype and a[name].shape == b[name].shape and a[name].tobytes() == b[name].tobytes(), name
      with safe_open('t.safetensors', 'np') as f: print(f.offset_keys(), sorted(f.metadata().items()))
      """, in: directory)
    #expect(printed == "['bytes', '层.weight', 'double', 'int', 'int32', 'bool', 'empty'] [('format', 'pt'), ('step', '7')]")
  }

  @Test func whatThePackageWritesIsRead() throws {
    let directory = try TemporaryDirectory()
    _ = try Python.run("""
      from safetensors.numpy import save_file
      types = ['?', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8']
      arrays = {f'x{t}': (np.arange(24).reshape(2, 3, 4) % 7).astype(t) for t in types}
      save_file(arrays, 't.safetensors', metadata={'format': 'np'})
      """, in: directory)
    let file = try SafetensorsFile(InputFile(directory.file("t.safetensors")))
    #expect(file.names.count == 12 && file.metadata.map(\.value) == ["np"])
    for name in file.names {
      let expected = (0..<24).map { name == "x?" ? ($0 % 7 == 0 ? 0 : 1) : Double($0 % 7) }
      #expect(try file.read(name).shape == [2, 3, 4])
      #expect(try file.read(name).doubles().scalars == expected, "\(name)")
    }
  }
}
