import Foundation
import Testing

/// `analyze embed --plot`.
@Suite struct EmbedPictureTests {
  @Test(arguments: [("map.png", [0x89, 0x50]), ("map.svg", [0x3C, 0x3F]), ("MAP.PDF", [0x25, 0x50])], ["1", "2", "3"])
  func aMapIsDrawn(file: (name: String, start: [UInt8]), dimensions: String) throws {
    let folder = try TemporaryFolder()
    let arguments = ["embed", "--method", "pca", "--dimensions", dimensions, "--plot", folder.path(file.name)]
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.lines.count == 1798)
    let data = try folder.data(file.name)
    #expect(data.starts(with: file.start) && data.count > 5000)
    let again = try Command.run(arguments + ["--theme", "dark", "--size", "column"])
    #expect(again.status == 0)
    #expect(try folder.data(file.name) != data)
  }

  @Test(arguments: [
    (["--plot", "map.jpg"], "ends with .png"), (["--plot", "map.png", "--dimensions", "4"], "1 to 3 dimensions"),
    (["--plot", "map.png", "--size", "0x0"], "--size"),
  ])
  func whatCannotBeDrawnIsRefusedAtOnce(arguments: [String], message: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(["embed", "--method", "pca"] + arguments, in: folder.url)
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func withoutFontsThereAreStillLabels() throws {
    let folder = try TemporaryFolder()
    let fonts = try folder.write("<?xml version=\"1.0\"?><fontconfig></fontconfig>", to: "fonts.conf")
    func draw(_ environment: [String: String]) throws -> (String, Data) {
      let outcome = try Command.run(["embed", "--method", "pca", "--plot", folder.path("map.png")], environment: environment)
      #expect(outcome.status == 0)
      return (outcome.errors, try folder.data("map.png"))
    }
    let (errors, without) = try draw(["FONTCONFIG_FILE": fonts])
    #expect(errors.contains("no fonts are installed") && errors.contains("fonts-dejavu-core"))
    let (_, with) = try draw([:])
    // As large: what is missing is not the labels.
    #expect(without != with && without.count * 10 > with.count * 9)
  }
}
