import Foundation
import Tensors
import Testing

@testable import Formats

struct ZipTests {
  /// An archive of two arrays, as bytes.
  static func archive(isCompressed: Bool) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let path = directory.file("x.npz")
    let output = try OutputFile(path)
    try NPZWriter.write(
      [
        NamedArray("a", .float(Tensor((0..<1000).map(Float.init), shape: [10, 100]))),
        NamedArray("größe", .uint8(Tensor([1, 2, 3]))),
      ], to: output, isCompressed: isCompressed)
    try output.commit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private static func error(_ bytes: [UInt8]) -> FileError? {
    fileError { try InputFile(bytes, named: "x.npz").arrays() }
  }

  /// Where in `bytes` the n-th `signature` stands.
  private static func offset(of signature: [UInt8], in bytes: [UInt8], _ skipping: Int = 0) throws -> Int {
    let found = bytes.indices.dropLast(3).filter { Array(bytes[$0..<$0 + 4]) == signature }
    return try #require(found.dropFirst(skipping).first)
  }

  private static let entry: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
  private static let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

  @Test(arguments: [false, true]) func readsWhatItWrites(isCompressed: Bool) throws {
    let arrays = try InputFile(Self.archive(isCompressed: isCompressed), named: "x.npz").arrays()
    #expect(arrays.map(\.name) == ["a", "größe"])
    #expect(arrays[0].values.shape == [10, 100])
    #expect(arrays[0].values.floats().scalars == (0..<1000).map(Float.init))
    #expect(arrays[1].values.integers() == [1, 2, 3])
  }

  @Test(arguments: [false, true]) func equalContentsGiveEqualBytes(isCompressed: Bool) throws {
    #expect(try Self.archive(isCompressed: isCompressed) == Self.archive(isCompressed: isCompressed))
  }

  @Test func noticesDamagedData() throws {
    for isCompressed in [false, true] {
      var bytes = try Self.archive(isCompressed: isCompressed)
      bytes[300] ^= 0x10
      let error = try #require(Self.error(bytes))
      #expect(error.kind == .badData)
      #expect(error.place?.contains("array \"a\"") == true, "\(error)")
    }
  }

  @Test func localHeaderAndDirectoryMustAgree() throws {
    let good = try Self.archive(isCompressed: false)
    let entry = try Self.offset(of: Self.entry, in: good)
    for (offset, change) in [(46, 3), (10, 8), (8, 2)] as [(Int, UInt8)] {
      var bytes = good
      bytes[entry + offset] ^= change
      #expect(Self.error(bytes)?.reason.contains("disagree") == true, "byte \(offset) of the entry")
    }
  }

  @Test func refusesLiesOfTheDirectory() throws {
    let good = try Self.archive(isCompressed: true)
    let entry = try Self.offset(of: Self.entry, in: good)
    let second = try Self.offset(of: Self.entry, in: good, 1)
    let end = try Self.offset(of: Self.end, in: good)
    func changed(_ change: (inout [UInt8]) -> Void) -> FileError? {
      var bytes = good
      change(&bytes)
      return Self.error(bytes)
    }
    #expect(changed { $0[entry + 8] |= 1 }?.reason.contains("encrypted") == true)
    #expect(changed { $0[entry + 10] = 14 }?.kind == .unsupported)
    #expect(changed { $0[entry + 23] = 0x7F }?.reason.contains("truncated") == true)
    #expect(changed { $0[entry + 24] ^= 1 }?.reason.contains("bytes, the archive says") == true)
    #expect(changed { $0[entry + 44] = 1 }?.reason.contains("local header") == true)
    #expect(changed { $0[end + 8] = 0xFF; $0[end + 9] = 0xFD; $0[end + 10] = 0xFF; $0[end + 11] = 0xFD }?.reason.contains("claims") == true)
    #expect(changed { $0[end + 8] = 1; $0[end + 10] = 1 }?.reason.contains("does not end") == true)
    #expect(changed { $0[end + 16] ^= 1 }?.reason.contains("not where") == true)
    #expect(changed { $0[end + 4] = 1 }?.kind == .unsupported)
    #expect(changed { $0.removeLast() }?.reason.contains("truncated") == true)
    #expect(changed { $0.append(0) }?.reason.contains("truncated") == true)
    // The second entry points at the first member's bytes.
    #expect(changed { for index in 42..<46 { $0[second + index] = $0[entry + index] } }?.kind == .badData)
  }

  @Test func refusesTwoMembersOfOneName() throws {
    let directory = try TemporaryDirectory()
    let output = try OutputFile(directory.file("x.npz"))
    try NPZWriter.write([NamedArray("a", .int(Tensor([1]))), NamedArray("a", .int(Tensor([2])))], to: output)
    try output.commit()
    #expect(fileError { try InputFile(directory.file("x.npz")).arrays() }?.reason.contains("two members") == true)
  }

  @Test func anUnknownArrayIsNamedWithThoseThereAre() throws {
    let archive = try NPZFile(InputFile(Self.archive(isCompressed: false), named: "x.npz"))
    let error = try #require(fileError { try archive.read("b") })
    #expect(error.reason == "no array \"b\"; there are a, größe")
    #expect(try archive.summary("a").shape == [10, 100])
    #expect(try archive.summary("a").scalarType == "<f4")
  }
}
