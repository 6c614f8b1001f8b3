import Foundation
import Formats
import TestSupport
import Tensors
import Testing

@testable import TensorBoard

/// The files of a projector bundle. What TensorBoard makes of them: TensorBoardPageTests.
@Suite struct ProjectorTests {
  private static func folder() -> String { NSTemporaryDirectory() + "fathom-projector-\(UUID().uuidString)" }

  private static func written(_ bundle: ProjectorBundle) throws -> (files: [String], text: (String) throws -> String, remove: () -> Void) {
    let path = folder()
    let output = try OutputFolder(path)
    try bundle.write(to: output)
    #expect(!FileManager.default.fileExists(atPath: path))
    try output.commit()
    return (
      try FileManager.default.contentsOfDirectory(atPath: path).sorted(),
      { try String(contentsOfFile: path + "/" + $0, encoding: .utf8) }, { try? FileManager.default.removeItem(atPath: path) }
    )
  }

  /// TensorBoard tells raw floats from text by their being no UTF-8, perhaps line by line.
  @Test(arguments: [
    ([0, 0.5, 2, 8], "tensors.tsv"), ([1, 0.25], "tensors.bytes"), ([0, 1], "tensors.bytes"), ([34.5, 1], "tensors.tsv"),
    ([-1, 0], "tensors.bytes"), ([2, -1], "tensors.bytes"),
  ] as [([Float], String)])
  func vectorsAreRawOnlyWhereThatIsSeen(values: [Float], name: String) throws {
    let bundle = ProjectorBundle(name: "v", vectors: Tensor(values, shape: [1, values.count]))
    let (files, text, remove) = try Self.written(bundle)
    defer { remove() }
    #expect(files == ["events.out.tfevents.0000000000.projector", "projector_config.pbtxt", name])
    if name == "tensors.tsv" { #expect(try text(name) == values.map { "\($0)" }.joined(separator: "\t") + "\n") }
  }

  @Test func aSingleColumnHasNoHeader() throws {
    var bundle = ProjectorBundle(name: "v", vectors: Tensor([1, 2, 3], shape: [3, 1]))
    bundle.columns = [.init("class", ["a", "", "c\nd"])]
    let (_, text, remove) = try Self.written(bundle)
    defer { remove() }
    #expect(try text("metadata.tsv") == "a\n \nc d\n")
    #expect(try text("projector_config.pbtxt").contains("metadata_path: \"metadata.tsv\""))
  }

  /// More pictures than fit at their size are made smaller, by means.
  @Test func aSpriteFitsThePage() {
    let count = 100 * 100
    let sprite = Sprite(of: Tensor(repeating: 9, shape: [count, 164, 100]))
    #expect(sprite.pixels.shape == [8100, 100 * sprite.pictureWidth, 1])
    #expect(sprite.pictureHeight == 81 && sprite.pictureWidth == 49)
    #expect(sprite.pixels.scalars.allSatisfy { $0 == 9 })
    let half = Shrinking(from: (2, 4), to: (1, 2), channels: 1)
    var small: [UInt8] = [0, 0]
    [UInt8](arrayLiteral: 1, 3, 100, 102, 5, 7, 104, 106).withUnsafeBufferPointer { half.write($0, to: &small, rowStride: 2) }
    #expect(small == [4, 103])
  }

  /// Two rows of pictures in a grid of three: the page takes a sprite for square.
  @Test func theGridOfASpriteIsSquare() {
    let sprite = Sprite(of: Tensor<UInt8>((0..<5 * 2).map { UInt8($0) }, shape: [5, 1, 2]))
    #expect(sprite.pixels.shape == [3, 6, 1])
    #expect(sprite.pixels.scalars == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func anExistingFolderKeepsItsOtherFiles() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data([1]).write(to: URL(fileURLWithPath: path + "/events"))
    let output = try OutputFolder(path)
    try ProjectorBundle(name: "v", vectors: Tensor([1], shape: [1, 1])).write(to: output)
    #expect(!FileManager.default.fileExists(atPath: path + "/projector_config.pbtxt"))
    try output.commit()
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == [
      "events", "events.out.tfevents.0000000000.projector", "projector_config.pbtxt", "tensors.bytes",
    ])
  }

  @Test func withoutACommitNothingIsLeft() throws {
    let parent = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: parent) }
    do {
      let output = try OutputFolder(parent + "/a/bundle")
      try ProjectorBundle(name: "v", vectors: Tensor([1], shape: [1, 1])).write(to: output)
      #expect(try FileManager.default.contentsOfDirectory(atPath: parent + "/a").count == 1)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent + "/a").isEmpty)
  }

  @Test func aFileInTheWayIsSaid() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: FileError.self) { try OutputFolder(path) }
  }
}
