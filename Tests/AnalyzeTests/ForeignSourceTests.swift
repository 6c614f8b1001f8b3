import Fathom
import Foundation
import Testing

/// Sources that others made: pictures, folders of models, Keras.
@Suite struct ForeignSourceTests {
  /// Six pictures in each of two folders, one kind dark and the other bright.
  private func pictures(in folder: TemporaryFolder) throws {
    var random = RandomGenerator(seed: 3)
    for (kind, level) in [("bright", 180), ("dark", 20)] {
      try FileManager.default.createDirectory(atPath: folder.path("pictures/" + kind), withIntermediateDirectories: true)
      for number in 0..<6 {
        let pixels = Tensor<UInt8>((0..<8 * 8).map { _ in UInt8(level + random.integer(below: 40)) }, shape: [8, 8])
        try Data(PNGImage.encode(pixels)).write(to: folder.url.appendingPathComponent("pictures/\(kind)/\(number).png"))
      }
    }
  }

  @Test func aFolderOfPicturesIsMapped() throws {
    let folder = try TemporaryFolder()
    try pictures(in: folder)
    try folder.write("not a picture", to: "pictures/dark/notes.txt")
    let outcome = try Command.run("embed", folder.path("pictures"), "--method", "pca")
    #expect(outcome.status == 0 && outcome.errors.contains("1 files are neither PNG nor JPEG"), "\(outcome.errors)")
    #expect(outcome.rows.count == 13 && outcome.lines[0].hasPrefix("index,x,y,label"))
    // The folders are the classes, and the first component tells them apart.
    let points = outcome.rows.dropFirst().map { (x: Float($0[1])!, label: $0[3]) }
    let groups = Dictionary(grouping: points, by: \.label).mapValues { $0.map(\.x) }
    #expect(groups.count == 2 && groups.values.allSatisfy { $0.count == 6 })
    let ranges = groups.values.map { ($0.min()!, $0.max()!) }.sorted { $0.0 < $1.0 }
    #expect(ranges.count == 2 && ranges[0].1 < ranges[1].0)
    // Flat: no classes.
    let flat = try Command.run("embed", folder.path("pictures/dark"), "--method", "pca")
    #expect(flat.status == 0 && flat.rows.count == 7 && flat.lines[0] == "index,x,y")
  }

  @Test func onePictureIsOneSample() throws {
    let folder = try TemporaryFolder()
    let pixels = Tensor<UInt8>((0..<2 * 3 * 3).map { UInt8(10 * $0) }, shape: [2, 3, 3])
    try Data(PNGImage.encode(pixels)).write(to: folder.url.appendingPathComponent("p.png"))
    let listed = try Command.run("inspect", folder.path("p.png"), "--format", "csv", "--list")
    #expect(listed.lines[1] == "pixels,uint8,2x3x3,18,18,", "\(listed.text)\(listed.errors)")
    #expect(try Command.run("convert", folder.path("p.png"), folder.path("p.npy")).status == 0)
    #expect(try InputFile(folder.path("p.npy")).arrays()[0].values.integers() == (0..<18).map { 10 * $0 })
    // One row, which is too few for a plane.
    let map = try Command.run("embed", folder.path("p.png"), "--method", "pca")
    #expect(map.status == 65 && map.errors.contains("1 samples of 18 columns"), "\(map.errors)")
  }

  private func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("FormatsTests/Fixtures/" + name).path
  }

  /// Keras counts filters along the last axis.
  @Test func layersOfKerasAreChosenByTheirNames() throws {
    let outcome = try Command.run("embed", fixture("keras/picture.keras"), "--weights", "stem", "--method", "pca")
    #expect(outcome.status == 0 && outcome.rows.count == 5, "\(outcome.errors)")
    let inner = try Command.run("embed", fixture("keras/shards.weights.json"), "--weights", "head/inner_a", "--method", "pca")
    #expect(inner.status == 0 && inner.rows.count == 6, "\(inner.errors)")
    let none = try Command.run("embed", fixture("keras/picture.keras"), "--weights", "nothing")
    #expect(none.status == 65 && none.errors.contains("there are stem,"), "\(none.errors)")
  }

  @Test func aFolderStandsForTheModelInIt() throws {
    let folder = try TemporaryFolder()
    for name in ["keras/shards.weights.json", "keras/shards_00000.weights.h5", "keras/shards_00001.weights.h5"] {
      try FileManager.default.copyItem(atPath: fixture(name), toPath: folder.path((name as NSString).lastPathComponent))
    }
    let sharded = try Command.run("inspect", folder.url.path, "--list")
    #expect(sharded.status == 0 && sharded.text.contains("stem/kernel"), "\(sharded.errors)")
    try FileManager.default.removeItem(atPath: folder.path("shards.weights.json"))
    let several = try Command.run("inspect", folder.url.path)
    #expect(several.status == 66 && several.errors.contains("shards_00000.weights.h5, shards_00001.weights.h5") && several.errors.contains("name one"))
    let package = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: package.path("lib/data"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: fixture("keras/first.keras"), toPath: package.path("lib/data/a.keras"))
    for command in [["inspect"], ["embed"]] {
      let outcome = try Command.run(command + [package.url.path])
      #expect(outcome.status == 66 && outcome.errors.contains("lib/data/a.keras"), "\(outcome.errors)")
    }
    #expect(try Command.run("inspect", package.path("lib/data")).status == 0)
    try package.write("\u{8}\u{1}\u{12}", to: "saved_model.pb")
    let saved = try Command.run("inspect", package.url.path)
    #expect(saved.status == 69 && saved.errors.contains("SavedModel") && saved.errors.contains("load_checkpoint"), "\(saved.errors)")
  }
}
