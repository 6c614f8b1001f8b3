import Foundation
import Formats
import Statistics
import Tensors
import Testing

@testable import Inspection

/// Changes between two files, against subtracting whole tensors.
@Suite struct ChangeTests {
  private static func write(_ arrays: [NamedArray], _ ending: String, in folder: URL) throws -> any TensorFile {
    let path = folder.appendingPathComponent("\(UUID().uuidString).\(ending)").path
    let output = try OutputFile(path)
    switch ending {
    case "npz": try NPZWriter.write(arrays, to: output, isCompressed: true)
    default: try SafetensorsWriter.write(arrays, to: output)
    }
    try output.commit()
    return try InputFile(path).tensorFile()
  }

  /// Longer than a block, in two formats whose blocks differ.
  @Test func changesAreCountedBlockByBlock() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-changes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = RandomGenerator(seed: 5)
    let count = 2_500_003
    let old = Tensor<Float>.normal([count], deviation: 1, using: &random)
    let new = Tensor<Float>.normal([count], deviation: 2, using: &random)
    let exact = Histogram(of: new - old)
    for (before, after) in [("npz", "safetensors"), ("safetensors", "npz")] {
      let earlier = try Self.write([NamedArray("w", .float(old)), NamedArray("small", .float(Tensor([1, 2])))], before, in: folder)
      let later = try Self.write([NamedArray("w", .float(new)), NamedArray("small", .float(Tensor([1, 2, 3])))], after, in: folder)
      let found = try #require(try later.histogramOfChange(of: "w", since: earlier))
      #expect(found.count == count && found.minimum == exact.minimum && found.maximum == exact.maximum)
      #expect(abs(found.mean - exact.mean) < 1e-12)
      let edges = (-40...40).map { Double($0) / 4 }
      #expect(found.counts(between: edges) == exact.counts(between: edges))
      #expect(try later.histogramOfChange(of: "small", since: earlier) == nil)
      #expect(try later.histogramOfChange(of: "other", since: earlier) == nil)
    }
  }

  @Test func doublesStayDoubles() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-changes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let earlier = try Self.write([NamedArray("w", .double(Tensor([1, 2])))], "npz", in: folder)
    let later = try Self.write([NamedArray("w", .double(Tensor([1 + 0x1p-40, 2])))], "npz", in: folder)
    let found = try #require(try later.histogramOfChange(of: "w", since: earlier))
    #expect(found.maximum == 0x1p-40 && found.zeroCount == 1)
    let single = try Self.write([NamedArray("w", .float(Tensor([1, 2])))], "npz", in: folder)
    #expect(try #require(try later.histogramOfChange(of: "w", since: single)).maximum == 0x1p-40)
  }

  /// One that is not walked to its end leaves no thread behind, and an error is the caller's.
  @Test func aCursorMayBeLeft() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-changes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try Self.write([NamedArray("w", .float(Tensor<Float>.zeros([3_000_000])))], "safetensors", in: folder)
    for taken in 0..<3 {
      let cursor = BlockCursor(file, "w")
      for _ in 0..<taken { #expect(try cursor.next() != nil) }
    }
    let cursor = BlockCursor(file, "w")
    var total = 0
    while let block = try cursor.next() { total += block.count }
    #expect(total == 3_000_000)
    #expect(try cursor.next() == nil)
    let missing = BlockCursor(file, "x")
    #expect(throws: FileError.self) { try missing.next() }
  }
}
