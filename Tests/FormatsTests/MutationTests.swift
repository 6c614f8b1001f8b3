import Foundation
import Tensors
import Testing

@testable import Formats

/// Seeded damage to whole files: every reader ends in a value or an error, never in a trap.
struct MutationTests {
  /// For each reader; more where FATHOM_MUTATIONS asks for them.
  private static let count = ProcessInfo.processInfo.environment["FATHOM_MUTATIONS"].flatMap { Int($0) } ?? 20_000

  /// Runs `read` on damaged copies of the seeds. A trap ends the process and so the test.
  private func mutate(_ seeds: [[UInt8]], _ seed: UInt64, _ read: (InputFile) throws -> Void) throws {
    var random = RandomGenerator(seed: seed)
    var errors = 0
    for index in 0..<Self.count {
      let file = InputFile(Self.damage(seeds[index % seeds.count], &random), named: "mutation \(index)")
      do {
        try read(file)
      } catch let error as FileError {
        errors += 1
        #expect(error.path == file.path)
      }
    }
    // Damage that never shows would mean that nothing was read.
    #expect(errors > Self.count / 100)
  }

  private static let interesting: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x0A, 0x0D, 0x22, 0x23, 0x2C, 0x30, 0x39, 0x2D]

  private static func damage(_ original: [UInt8], _ random: inout RandomGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0...random.integer(below: 4) {
      guard !bytes.isEmpty else { break }
      let at = random.integer(below: bytes.count)
      let length = min(1 + random.integer(below: 8), bytes.count - at)
      switch random.integer(below: 6) {
      case 0: bytes[at] ^= 1 << UInt8(random.integer(below: 8))
      case 1: bytes[at] = interesting[random.integer(below: interesting.count)]
      case 2: bytes.removeSubrange(at..<at + length)
      case 3: bytes.insert(contentsOf: bytes[at..<at + length], at: random.integer(below: bytes.count))
      case 4: bytes.removeSubrange(at...)
      default: for index in at..<at + length { bytes[index] = interesting[random.integer(below: interesting.count)] }
      }
    }
    return bytes
  }

  private func array(_ shape: Shape) -> NumericArray {
    .float(Tensor((0..<shape.elementCount).map { Float($0) / 3 }, shape: shape))
  }

  @Test func csv() throws {
    let tables = [
      "a,b,label\n1,2.5,x\n3e5,-4,\"y, \"\"z\"\"\"\nNaN,,w\n", "# c\r\n1;2,5;3\r\n0,25;-1;7\r\n", "1\t2\t3\n4\t5\t6\n",
      "  1   2 \n 3 4e-7\n\n5 6", "0,1,2\n0.5,1.5,2.5\n", "\u{FEFF}x,y,\n1,2,\n3,4,\n",
    ]
    try mutate(tables.map { Array($0.utf8) }, 1) { file in
      let table = try Table<Float>(csv: file)
      #expect(table.numbers.shape[0] > 0)
      for case .text(let texts) in table.columns.map(\.contents) { #expect(texts.count == table.rowCount) }
    }
  }

  @Test func npy() throws {
    let arrays = [array([5, 3]), array([]), .bool(Tensor([true, false])), .int(Tensor([1, 2, 3])), .uint8(Tensor([9]))]
    let files = try arrays.map { array in
      var bytes = NPYFile.header(of: array)
      try array.withElementBytes { elements throws(FileError) in bytes += elements }
      return bytes
    }
    try mutate(files, 2) { _ = try NPYFile.read($0) }
  }

  @Test func npz() throws {
    let archives = try [false, true].map { try ZipTests.archive(isCompressed: $0) }
    try mutate(archives, 3) { _ = try $0.arrays() }
  }

  @Test func safetensors() throws {
    let arrays = [NamedArray("a", array([5, 3])), NamedArray("层", .int(Tensor([1, 2]))), NamedArray("empty", .uint8(Tensor([], shape: [0])))]
    let files = try [[], arrays].map { try SafetensorsTests.bytes(of: $0, metadata: [("format", "pt"), ("note", "a \"b\" \\ c\n")]) }
    let names = try SafetensorsTests.file("{\"\\u5c42.w\\n\":{\"extra\":[{\"a\":[1.5e3,null,true]}],\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", [0, 0, 128, 63])
    try mutate(files + [names], 7) { _ = try SafetensorsFile($0).arrays() }
  }

  @Test func pyTorchArchives() throws {
    let names = ["views.pt", "checkpoint.pt", "types.pt", "script.pt", "module.pt"]
    try mutate(names.map { try PyTorchTests.fixture($0).withBytes { Array($0) } }, 9) { _ = try $0.arrays() }
  }

  @Test func pyTorchBefore1_6() throws {
    let names = ["legacy_views.pt", "legacy_checkpoint.pt", "legacy_types.pt", "legacy_protocol4.pt"]
    try mutate(names.map { try PyTorchTests.fixture($0).withBytes { Array($0) } }, 10) { _ = try $0.arrays() }
  }

  /// Damage that the checksum of an archive's record does not give away.
  @Test func pickles() throws {
    let archives = try ["views.pt", "checkpoint.pt", "protocol5.pt", "module.pt"].map { try ZipArchive(PyTorchTests.fixture($0)) }
    let members = try archives.map { archive in
      try archive.members.map { member in
        (String(member.name.split(separator: "/", maxSplits: 1)[1]), try archive.read(member) { stream throws(FileError) in try stream.bytes(upTo: 1 << 20) })
      }
    }
    let pickles = members.map { $0.first { $0.0 == "data.pkl" }!.1 }
    var number = -1
    try mutate(pickles, 11) { damaged in
      number += 1
      let others = members[number % members.count].filter { $0.0 != "data.pkl" }
      let pickle = damaged.withBytes { Array($0) }
      let file = StoredArchive.bytes([("a/data.pkl", pickle)] + others.map { ("a/" + $0.0, $0.1) })
      _ = try InputFile(file, named: damaged.path).arrays()
    }
  }

  @Test func json() throws {
    let texts = ["{\"a\": [1, -2.5e-3, true, null], \"b\": {\"c\": \"\\u00e9\\ud83d\\ude00\"}}", "[[[]], {}, \"x\", 0]"]
    try mutate(texts.map { Array($0.utf8) }, 8) { _ = try JSON($0) }
  }

  private static let idx: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

  @Test func idx() throws {
    try mutate([Self.idx, [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0]], 4) { _ = try IDXFile.read($0) }
  }

  @Test func gzip() throws {
    // gzip -9 of `idx`, and of the text of a table, by Python's gzip with mtime 0
    let files = [
      "H4sIAAAAAAACA2Ng4GBmYGBggmJmRiZmFlY2dg5OLm4eAEgRDIQcAAAA",
      "H4sIAAAAAAACA0vUSeIy1DHiMtYx4TLVMQMAny1PZA8AAAA=",
    ]
    try mutate(files.map { try #require(Data(base64Encoded: $0).map { Array($0) }) }, 5) { _ = try $0.arrays() }
  }

  @Test func anything() throws {
    let archive = try ZipTests.archive(isCompressed: true)
    let seeds = [archive, Self.idx, Array("a,b\n1,2\n".utf8), NPYFile.header(of: array([2, 2]))]
    try mutate(seeds, 6) { _ = try FormatKind.recognize($0) }
  }
}
