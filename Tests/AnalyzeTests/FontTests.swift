import Foundation
import Testing

/// Labels in letters that the usual font lacks, with sets of fonts made for the test.
@Suite struct FontTests {
  /// Liberation Sans lacks Georgian, which DejaVu Sans has.
  private static func folder(of file: String) -> String? {
    let root = "/usr/share/fonts"
    let found = FileManager.default.enumerator(atPath: root)?.lazy.compactMap { $0 as? String }.first { $0.hasSuffix("/" + file) }
    return found.map { root + "/" + ($0 as NSString).deletingLastPathComponent }
  }
  private static let liberation = folder(of: "LiberationSans-Regular.ttf")
  private static let dejavu = folder(of: "DejaVuSans.ttf")
  #if os(Linux)
    private static let canTry = liberation != nil && dejavu != nil
  #else
    private static let canTry = false
  #endif

  @Test(.enabled(if: canTry, "needs Linux with Liberation Sans and DejaVu Sans (fonts-liberation, fonts-dejavu-core)"))
  func lettersComeFromAFontThatHasThem() throws {
    let folder = try TemporaryFolder()
    try folder.write("1\n2\n3\n", to: "train_loss.txt")
    func draw(_ title: String, _ fonts: [String], as name: String) throws -> String {
      let folders = fonts.map { "<dir>\($0)</dir>" }.joined()
      try folder.write(
        """
        <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>\(folders)<cachedir>\(folder.path("cache"))</cachedir>
        <alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias></fontconfig>
        """, to: "fonts.conf")
      let outcome = try Command.run(
        ["plot", "curves", folder.path("train_loss.txt"), "-o", folder.path(name), "--title", title], environment: ["FONTCONFIG_FILE": folder.path("fonts.conf")])
      #expect(outcome.status == 0)
      return outcome.errors
    }
    let (few, both) = ([Self.liberation!], [Self.liberation!, Self.dejavu!])
    #expect(try draw("Loss", few, as: "plain.png").isEmpty)
    #expect(try draw("Loss", both, as: "plain2.png").isEmpty)
    #expect(try folder.data("plain.png") == folder.data("plain2.png"))
    #expect(try draw("Loss ქართ", both, as: "georgian.png").isEmpty)
    let warning = try draw("Loss ქართ", few, as: "boxes.png")
    #expect(warning.contains("no installed font has") && warning.contains("(U+10D0)") && warning.contains("fonts-noto-core"), "\(warning)")
    #expect(try folder.data("georgian.png") != folder.data("boxes.png"))
    #expect(try draw("損失", few, as: "boxes.png").contains("fonts-noto-cjk"))
    // As one word of one font: as wide as each of its letters.
    #expect(try draw("損失ა", both, as: "mixed.svg").contains("損"))
  }
}
