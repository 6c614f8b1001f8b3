import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Plots

@Suite struct DrawingTests {
  /// Fathom's own discs beside Cairo's circles.
  @Test(arguments: [0.7, 1.5, 3.0, 6.25], [1.0, 0.5])
  func markersAreDiscs(radius: Double, alpha: Double) throws {
    let size = Size(60, 60)
    let own = try Canvas(.png, size: size, scale: 2)
    let cairo = try Canvas(.png, size: size, scale: 2)
    let color = Color(hex: 0xD55E00).withAlpha(alpha)
    let points = SampleCharts.spread(9, 0.618).map { shift in Point(10 + (shift * 1000).rounded(.down).truncatingRemainder(dividingBy: 40), 10 + shift * 40) }
    for canvas in [own, cairo] { canvas.fill(Rectangle(0, 0, 60, 60), Color(gray: 1)) }
    own.markers(points, color: [UInt16](repeating: 0, count: 9), colors: [color], radius: radius)
    for point in points { cairo.circle(point, radius: radius, fill: color) }
    let (a, b) = (try own.pixels(), try cairo.pixels())
    // Each place of a disc is rounded to a quarter of a pixel: no pixel is far off, and on the whole as much is covered.
    #expect(Difference(a, b).shareOfLarge < 0.02)
    func ink(_ image: PixelImage) -> Int { image.pixels.reduce(0) { $0 + 255 - Int($1 & 0xFF) } }
    #expect(abs(Double(ink(a) - ink(b))) < Double(ink(b)) * 0.06)
    #expect(ink(b) > 0)
  }

  /// A marker with an edge is a disc inside a ring, not a disc on a dark one that shines through.
  @Test(arguments: [1.0, 0.5])
  func edgesAreRings(alpha: Double) throws {
    let (own, cairo) = (try Canvas(.png, size: Size(40, 40), scale: 2), try Canvas(.png, size: Size(40, 40), scale: 2))
    let (color, edge) = (Color(hex: 0xD55E00).withAlpha(alpha), Color(gray: 0))
    for canvas in [own, cairo] { canvas.fill(Rectangle(0, 0, 40, 40), Color(gray: 1)) }
    own.markers([Point(20, 20)], color: [0], colors: [color], radius: 8, edge: edge)
    cairo.circle(Point(20, 20), radius: 8, fill: color, stroke: .init(edge.withAlpha(alpha), width: 0.8))
    let (a, b) = (try own.pixels(), try cairo.pixels())
    #expect(Difference(a, b).shareOfLarge < 0.02)
    let (middle, expected) = (a.pixels[40 * 80 + 40], b.pixels[40 * 80 + 40])
    for shift in [UInt32(0), 8, 16] { #expect(abs(Int(middle >> shift & 0xFF) - Int(expected >> shift & 0xFF)) <= 2) }
  }

  /// Images lie beside their bar and fill the picture that suits them.
  @Test func gridsFillTheirNaturalSize() throws {
    let tiles = (0..<16).map { number in ImageGrid.Tile((0..<16).map { Float($0 * number) }, height: 4, width: 4) }
    let grid = ImageGrid(tiles, title: "Filters")
    let style = Style(size: Size(640, 480), fontSize: 11, scale: 1, font: .builtIn)
    let size = grid.naturalSize(style)
    #expect(size.width < 560 && size.height <= 480 && size.height > 440)
    var fitted = style
    fitted.size = size
    let image = try Picture(grid, fitted).pixels()
    // The last column of tiles and the last row reach nearly to the margins that the bar's labels and the picture have.
    let columns = (0..<image.width).filter { column in (40..<image.height).contains { image.pixels[$0 * image.width + column] & 0xFFFFFF != 0xFFFFFF } }
    let rows = (0..<image.height).filter { row in (0..<200).contains { image.pixels[row * image.width + $0] & 0xFFFFFF != 0xFFFFFF } }
    #expect(Double(image.width - columns.last!) < 2.5 * style.fontSize && Double(image.height - rows.last!) < 2.5 * style.fontSize)
  }

  @Test func markersStayInsideTheClip() throws {
    let canvas = try Canvas(.png, size: Size(40, 40), scale: 1)
    canvas.fill(Rectangle(0, 0, 40, 40), Color(gray: 1))
    canvas.scoped {
      canvas.clip(to: Rectangle(10, 10, 20, 20))
      let points = [Point(10, 10), Point(29, 20), Point(-500, 3), Point(1e9, 2), Point(.nan, 1), Point(20, .infinity)]
      canvas.markers(points, color: [0, 0, 0, 0, 0, 0], colors: [Color(gray: 0)], radius: 5)
    }
    let image = try canvas.pixels()
    for (index, pixel) in image.pixels.enumerated() where pixel & 0xFF < 0xFF {
      #expect((10..<30).contains(index % 40) && (10..<30).contains(index / 40))
    }
    #expect(image.pixels[20 * 40 + 28] & 0xFF == 0)
  }

  @Test func aPictureOfNoSizeOrTooManyPixelsIsRefused() {
    for size in [Size(0, 10), Size(.nan, 10), Size(1e6, 1e6), Size(.infinity, 5)] {
      #expect(throws: DrawingError.self) { try Canvas(.png, size: size, scale: 1) }
    }
  }

  @Test func pdfHasNoHourInIt() throws {
    let canvas = try Canvas(.pdf, size: Size(50, 50), scale: 1)
    let text = String(decoding: try canvas.finish(title: "a (title"), as: UTF8.self)
    #expect(!text.contains("CreationDate") && text.contains("Title"))
  }

  static let hostile = [
    "</title><script>alert(1)</script>", "\" onload=\"alert(1)", "a & b <![CDATA[", "]]> <!-- --> &lt;", "tab\tline\nNUL\0bell\u{7}", "\u{202E}turned",
    "ジョブ é ∞", "'; DROP", String(repeating: "<g>", count: 400), "\u{FFFE}",
  ]

  /// Names from files are only ever text.
  @Test(arguments: hostile)
  func namesCannotChangeAnSVG(name: String) throws {
    var scatter = ScatterChart([1, 2], [3, 4], coloring: .categories([0, 1], names: [name, "other"]), axes: Axes(name, x: Axis(name), y: Axis(name)))
    scatter.namesGroups = true
    let charts: [any Chart] = [
      scatter, LineChart([.init(name, y: [1, 2]), .init("b", y: [2, 1])]), TableChart(header: [name], rows: [[name]], title: name),
      ImageGrid([.init([1, 2], height: 1, width: 2, caption: name)], title: name), BarChart(names: [name], values: [1]),
    ]
    for chart in charts {
      let bytes = try Picture(chart, Style(size: Size(200, 150), fontSize: 8, scale: 1)).bytes(.svg)
      let reading = SVGReading()
      let parser = XMLParser(data: Data(bytes))
      parser.delegate = reading
      #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
      #expect(reading.elements.isSubset(of: ["svg", "title", "defs", "g", "symbol", "path", "use", "rect", "clipPath", "image", "line", "circle", "mask", "filter", "feColorMatrix"]), "\(reading.elements)")
      #expect(reading.attributes.allSatisfy { !$0.lowercased().hasPrefix("on") })
      if let title = chart.title { #expect(reading.title == Font.available.drawable(title).replacingOccurrences(of: "\u{FFFE}", with: "?")) }
    }
  }

  /// What an SVG consists of.
  private final class SVGReading: NSObject, XMLParserDelegate {
    var elements: Set<String> = []
    var attributes: Set<String> = []
    var title = ""
    private var isInTitle = false

    func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
      elements.insert(name)
      self.attributes.formUnion(attributes.keys)
      isInTitle = name == "title"
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { isInTitle = false }
    func parser(_ parser: XMLParser, foundCharacters text: String) { if isInTitle { title += text } }
  }

  @Test func aLongNameIsCutToItsRoom() throws {
    let canvas = try Canvas(.png, size: Size(50, 50), scale: 1, font: .builtIn)
    let name = String(repeating: "word ", count: 100)
    let cut = canvas.fitted(name, size: 10, in: 120)
    #expect(canvas.width(of: cut, size: 10) <= 120 && cut.hasSuffix("…") && cut.count > 5)
    #expect(canvas.fitted("short", size: 10, in: 120) == "short")
    #expect(canvas.fitted(name, size: 10, in: 1) == "")
  }

  @Test func builtInLettersNeedNoFont() throws {
    let canvas = try Canvas(.png, size: Size(50, 50), scale: 1, font: .builtIn)
    #expect(canvas.width(of: "MMMM", size: 10) > canvas.width(of: "ii", size: 10))
    #expect(Font.builtIn.drawable("−3 × π…") == "-3 x ?...")
  }
}

@Suite struct LineRasterTests {
  /// Fathom's own thin lines beside Cairo's.
  @Test(arguments: [1.0, 1.6], [1.0, 0.4])
  func linesAreWhereCairosAre(width: Double, alpha: Double) throws {
    let size = Size(80, 60)
    let canvases = [try Canvas(.png, size: size, scale: 1), try Canvas(.png, size: size, scale: 1)]
    let color = Color(hex: 0x1F5BDB).withAlpha(alpha)
    let ends: [(Point, Point)] = [
      (Point(5, 5), Point(75, 50)), (Point(70, 3), Point(66, 57)), (Point(4, 30.5), Point(76, 30.5)), (Point(40, 2), Point(40, 58)),
      (Point(-30, 20), Point(200, 45)), (Point(10, 55), Point(60, -20)),
    ]
    for canvas in canvases { canvas.fill(Rectangle(0, 0, 80, 60), Color(gray: 1)) }
    for (start, end) in ends { canvases[0].line(from: start, to: end, .init(color, width: width)) }
    canvases[1].segments(ends.map { .init(start: $0.0, end: $0.1, color: color) }, width: width)
    let (a, b) = (try canvases[0].pixels(), try canvases[1].pixels())
    #expect(Difference(a, b).shareOfLarge < 0.004)
    func ink(_ image: PixelImage) -> Double { image.pixels.reduce(0) { $0 + Double(255 - Int($1 >> 16 & 0xFF)) } }
    #expect(abs(ink(a) / ink(b) - 1) < 0.03, "\(ink(a)) and \(ink(b))")
  }

  @Test func linesOfNoUseAreLeftOut() throws {
    let canvas = try Canvas(.png, size: Size(10, 10), scale: 1)
    let points = [Point(.nan, 1), Point(3, 3), Point(.infinity, 2), Point(-50, -50), Point(1e12, 1e12)]
    canvas.segments(points.flatMap { a in points.map { .init(start: a, end: $0, color: Color(gray: 1)) } }, width: 1)
    #expect(try canvas.pixels().pixels.contains { $0 & 0xFF > 0 })
  }
}
