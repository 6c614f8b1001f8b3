import CGIF
import Foundation
import Formats
import Testing

@testable import Plots

@Suite struct FilmTests {
  /// A dot that goes round, or a gradient that turns.
  struct TestFilm: Film {
    var title = "Test"
    var frameCount: Int
    var isColorful = false

    func label(of frame: Int) -> String { "step \(frame * 10)" }

    func chart(of frame: Int) -> any Chart {
      if isColorful {
        return ImageGrid([.init((0..<3 * 4096).map { Float(($0 * (7 + frame)) % 256) }, height: 64, width: 64, isColored: true)])
      }
      let angle = Double(frame) / 7
      return ScatterChart(
        [Float(PlotMath.cosine(angle))], [Float(PlotMath.sine(angle))], axes: Axes(title, x: Axis(range: -2...2), y: Axis(range: -2...2)))
    }
  }

  private static let settings: FilmSettings = {
    var settings = FilmSettings(style: Style(size: Size(120, 90), fontSize: 8, scale: 1, font: .builtIn))
    settings.delay = 0.15
    return settings
  }()

  /// However rare, what means something keeps its colour.
  @Test func keyColorsAreInThePalette() {
    let counts = (0..<2000).map { (color: UInt32($0 * 8111) & 0xFFFFFF, count: 10 + $0 % 7) }
    let keys: [UInt32] = [0xE02B20, 0x1F5BDB]
    for count in [2, 48, 255] {
      let palette = GIFPalette(counts: counts, colorCount: count, keys: keys)
      #expect(palette.colors.count <= count && palette.colors.starts(with: keys))
    }
    #expect(GIFPalette(counts: [(0xE02B20, 4), (0, 9)], colorCount: 48, keys: keys).colors.sorted() == [0, 0x1F5BDB, 0xE02B20])
  }

  /// A film's file, and what the writer says of it.
  private func write(_ film: TestFilm, as format: FilmFormat, _ settings: FilmSettings = settings) throws -> (Data, FilmReport) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-film-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let output = try OutputFile(path)
    let report = try FilmWriter.write(film, as: format, settings, to: output)
    try output.commit()
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(data.count == report.byteCount)
    return (data, report)
  }

  /// The frames of a GIF as they are seen, and their delays, by giflib's reader.
  private func frames(of data: Data) throws -> (images: [[UInt32]], delays: [Int32], isLooping: Bool) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-film-\(UUID().uuidString).gif").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try data.write(to: URL(fileURLWithPath: path))
    let file = try #require(DGifOpenFileName(path, nil))
    defer { DGifCloseFile(file, nil) }
    #expect(DGifSlurp(file) == GIF_OK)
    let width = Int(file.pointee.SWidth)
    var screen = [UInt32](repeating: 0, count: width * Int(file.pointee.SHeight))
    let colors = try #require(file.pointee.SColorMap).pointee.Colors!
    var (images, delays) = ([[UInt32]](), [Int32]())
    for index in 0..<Int(file.pointee.ImageCount) {
      let image = file.pointee.SavedImages[index]
      var control = GraphicsControlBlock()
      #expect(DGifSavedExtensionToGCB(file, Int32(index), &control) == GIF_OK)
      delays.append(control.DelayTime)
      let part = image.ImageDesc
      for row in 0..<Int(part.Height) {
        for column in 0..<Int(part.Width) {
          let place = Int32(image.RasterBits[row * Int(part.Width) + column])
          guard place != control.TransparentColor else { continue }
          let color = colors[Int(place)]
          screen[(Int(part.Top) + row) * width + Int(part.Left) + column] =
            UInt32(color.Red) << 16 | UInt32(color.Green) << 8 | UInt32(color.Blue)
        }
      }
      images.append(screen)
    }
    return (images, delays, data.firstRange(of: Data("NETSCAPE2.0".utf8)) != nil)
  }

  @Test func aGIFHoldsTheFrames() throws {
    let film = TestFilm(frameCount: 14)
    let (data, report) = try write(film, as: .gif)
    #expect(report.frames == Array(0..<14) && report.omission == nil)
    let seen = try frames(of: data)
    #expect(seen.isLooping && seen.delays == [Int32](repeating: 15, count: 14) && seen.images.count == 14)
    for (frame, image) in seen.images.enumerated() {
      let drawn = try film.picture(frame, Self.settings.style).pixels()
      let plain = drawn.pixels.map { $0 & 0xFFFFFF }
      // The palette is made from these six; in the others the edge of the dot may have a shade that it lacks.
      if FrameChoice.spread(6, of: 14).contains(frame) { #expect(image == plain) }
      #expect(zip(image, plain).count { $0 != $1 } < 60)
      let seen = PixelImage(width: drawn.width, height: drawn.height) { target in _ = target.update(fromContentsOf: image) }
      #expect(Difference(seen, drawn).shareOfLarge == 0)
    }
    #expect(seen.images[0] != seen.images[3])
    // What stays is not written again.
    #expect(data.count < 14 * 1500)
  }

  @Test func moreColorsThanThePaletteHasAreClose() throws {
    let film = TestFilm(frameCount: 3, isColorful: true)
    let (data, _) = try write(film, as: .gif)
    for (frame, image) in try frames(of: data).images.enumerated() {
      let drawn = try film.picture(frame, Self.settings.style).pixels()
      let seen = PixelImage(width: drawn.width, height: drawn.height) { target in _ = target.update(fromContentsOf: image) }
      #expect(Difference(seen, drawn).mean < 16)
    }
  }

  @Test func aFilmTooLargeLosesFramesEvenly() throws {
    var settings = Self.settings
    let (whole, _) = try write(TestFilm(frameCount: 40), as: .gif)
    settings.byteLimit = whole.count / 2
    let (data, report) = try write(TestFilm(frameCount: 40), as: .gif, settings)
    #expect(data.count <= settings.byteLimit && report.isCutForSize)
    #expect(report.frames.first == 0 && report.frames.last == 39 && (8..<40).contains(report.frames.count))
    let gaps = zip(report.frames, report.frames.dropFirst()).map { $1 - $0 }
    #expect(gaps.max()! - gaps.min()! <= 1)
    #expect(report.omission?.contains("\(report.frames.count) of 40 frames") == true)
    #expect(try frames(of: data).images.count == report.frames.count)
  }

  @Test func theNumberOfFramesIsLimited() throws {
    var settings = Self.settings
    settings.frameLimit = 5
    let (data, report) = try write(TestFilm(frameCount: 101), as: .gif, settings)
    #expect(report.frames == [0, 25, 50, 75, 100] && !report.isCutForSize && report.omission != nil)
    #expect(try frames(of: data).images.count == 5)
  }

  @Test func sameFilmSameBytes() throws {
    for format in [FilmFormat.gif, .html, .sheet(.png), .sheet(.svg)] {
      let film = TestFilm(frameCount: 6, isColorful: true)
      #expect(try write(film, as: format).0 == write(film, as: format).0)
    }
  }

  @Test func aSheetShowsFramesBesideEachOther() throws {
    var settings = Self.settings
    settings.sheetLimit = 6
    let (data, report) = try write(TestFilm(frameCount: 50), as: .sheet(.png), settings)
    #expect(report.frames == [0, 9, 19, 29, 39, 49])
    let image = try PixelImage(png: [UInt8](data))
    #expect(image.width > image.height / 2 && image.pixels.contains { $0 & 0xFFFFFF != 0xFFFFFF })
  }

  @Test(arguments: DrawingTests.hostile)
  func namesCannotChangeAPage(name: String) throws {
    let (data, _) = try write(TestFilm(title: name, frameCount: 3), as: .html)
    let page = String(decoding: data, as: UTF8.self)
    #expect(page.components(separatedBy: "<script").count == 2 && page.components(separatedBy: "</title>").count == 2)
    #expect(!page.contains("onload") || !name.contains("onload") || page.contains("&quot; onload"))
    #expect(page.components(separatedBy: "\"R0lGOD").count == 4)
  }

  @Test func stoppingLeavesNothing() throws {
    struct Stop: Error {}
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-film-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var output: OutputFile? = try OutputFile(folder.appendingPathComponent("film.gif").path)
    #expect(throws: Stop.self) {
      try FilmWriter.write(TestFilm(frameCount: 9), as: .gif, Self.settings, to: output!) { done, _ in if done == 4 { throw Stop() } }
    }
    output = nil
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let unused = try OutputFile(folder.appendingPathComponent("film.gif").path)
    #expect(throws: DrawingError.self) { try FilmWriter.write(TestFilm(frameCount: 0), as: .gif, to: unused) }
  }
}
