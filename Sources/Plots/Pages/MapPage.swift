public import Formats

/// A map to explore in a browser: one file that opens from disk and asks for nothing else.
///
/// Points are moved and zoomed, named when pointed at, searched, selected by a lasso and saved as CSV. Their places are held in 16 bits for
/// each coordinate, a 65,535th of the map's width: with labels a point takes 7 bytes of the file, 11 where labels are numbers of many values, and up to 16 more with a thumbnail.
public struct MapPage: Sendable {
  public var title: String
  /// Shape [steps, points]: one step unless ``steps`` says otherwise.
  public var x: [Float]
  public var y: [Float]
  /// Of each point, which all steps share.
  public var coloring: ScatterChart.Coloring
  /// What each point is called, where that is not its place.
  public var indices: [Int]?
  /// The steps of training that a slider goes through.
  public var steps: [Int]?
  /// Whether the last step is the first to be seen.
  public var startsAtEnd = false
  /// Images of the points.
  public var thumbnails: ThumbnailSheet?
  /// What else there is to know, in a few words.
  public var note: String?

  public init(title: String, x: [Float], y: [Float], coloring: ScatterChart.Coloring, steps: [Int]? = nil) {
    precondition(x.count == y.count && x.count.isMultiple(of: max(1, steps?.count ?? 1)), "\(x.count) and \(y.count) coordinates")
    (self.title, self.x, self.y, self.coloring, self.steps) = (title, x, y, coloring, steps)
  }

  /// Points of a step.
  var count: Int { x.count / max(1, steps?.count ?? 1) }

  /// Writes the page; the caller commits the output.
  ///
  /// - Parameter theme: That it begins with; nil: as the reader's system is and becomes.
  /// - Throws: `FileError` where the output cannot be written.
  public func write(theme: Theme? = nil, to output: OutputFile) throws {
    let page = PageWriter(output: output)
    try page.begin(title: title, theme: theme)
    try writeMap(to: page)
    try page.end(scripts: PageFile.mapScripts)
  }

  /// The map's part of a page, without its scripts.
  func writeMap(to page: PageWriter) throws {
    try page.write(.map)
    let places = MapPlaces(x: x, y: y)
    try page.write(facts: facts(places), named: "map-facts")
    try page.write(places.pairs, named: "map-places")
    switch coloring {
    case .one: break
    case .values(let values, _): try page.write(values.map { $0.isFinite ? Float($0).bitPattern : Float.nan.bitPattern }, named: "map-values")
    case .categories(let kinds, let names):
      let numbers = kinds.map { names.indices.contains($0) ? $0 : names.count }
      switch kindBits {
      case 8: try page.write(numbers.map { UInt8($0) }, named: "map-kinds")
      case 16: try page.write(numbers.map { UInt16($0) }, named: "map-kinds")
      default: try page.write(numbers.map { UInt32($0) }, named: "map-kinds")
      }
    }
    if let indices { try page.write(indices.prefix(count).map { Int32(clamping: $0) }, named: "map-indices") }
    if let thumbnails { try page.write(thumbnails.compressed, named: "map-sprite") }
  }

  /// Of a kind's number; one number more than there are kinds stands for none.
  private var kindBits: Int {
    guard case .categories(_, let names) = coloring else { return 8 }
    return names.count < 256 ? 8 : names.count < 65_536 ? 16 : 32
  }

  /// More kinds than that nobody tells apart: their colours begin again.
  private static let mostColors = 64

  private func facts(_ places: MapPlaces) -> JSON {
    var members: [(String, JSON)] = [
      ("count", .integer(count)), ("left", JSON(places.left)), ("bottom", JSON(places.bottom)), ("unit", JSON(places.unit)),
      ("width", .integer(places.width)), ("height", .integer(places.height)), ("kindBits", .integer(kindBits)), ("colors", colors),
      ("note", JSON(note)),
    ]
    switch coloring {
    case .one: break
    case .categories(_, let names): members.append(("kinds", .array(names.map { .text($0) })))
    case .values(let values, _):
      let extent = Extent(values) ?? Extent(0, 1)
      members += [("low", JSON(extent.low)), ("high", JSON(extent.high))]
    }
    if let steps { members += [("steps", .array(steps.map { .integer($0) })), ("startsAtEnd", .bool(startsAtEnd))] }
    if let thumbnails {
      let sprite: [(String, JSON)] = [
        ("width", .integer(thumbnails.form.width)), ("height", .integer(thumbnails.form.height)), ("planes", .integer(thumbnails.form.planes)),
        ("bits", .integer(thumbnails.form.bits)), ("bytes", .integer(thumbnails.form.byteCount)), ("every", .integer(thumbnails.form.every)),
      ]
      members.append(("sprite", .object(sprite)))
    }
    return .object(members)
  }

  private var colors: JSON {
    func table(_ theme: Theme) -> JSON {
      let colors: [Color] =
        switch coloring {
        case .one: Palette.categorical(1, on: theme)
        case .categories(_, let names): Palette.categorical(min(max(1, names.count), Self.mostColors), on: theme)
        case .values: ColorMap.viridis.table()
        }
      return .array(colors.map { .integer(Int($0.pixel & 0xFFFFFF)) })
    }
    return .object([("light", table(.light)), ("dark", table(.dark))])
  }
}

/// Coordinates as whole numbers of a unit that both axes share, so that shapes stay as they are.
struct MapPlaces {
  private(set) var left = 0.0
  private(set) var bottom = 0.0
  /// What one is worth in the map's coordinates.
  private(set) var unit = 1.0
  /// Of the data, in units.
  private(set) var width = 0
  private(set) var height = 0
  /// x and y in turn.
  private(set) var pairs: [UInt16] = []

  /// What is not finite lies in the middle.
  init(x: [Float], y: [Float]) {
    let (horizontal, vertical) = (Extent(x.lazy.map(Double.init)) ?? Extent(0, 0), Extent(y.lazy.map(Double.init)) ?? Extent(0, 0))
    let (spanX, spanY) = (horizontal.high - horizontal.low, vertical.high - vertical.low)
    (left, bottom) = (horizontal.low, vertical.low)
    if max(spanX, spanY) > 0 { unit = max(spanX, spanY) / 65_535 }
    func place(_ value: Float, _ low: Double, _ span: Double) -> UInt16 {
      UInt16(min(max(((value.isFinite ? Double(value) - low : span / 2) / unit).rounded(), 0), 65_535))
    }
    (width, height) = (Int((spanX / unit).rounded()), Int((spanY / unit).rounded()))
    pairs = [UInt16](unsafeUninitializedCapacity: 2 * x.count) { target, count in
      for index in 0..<x.count {
        target[2 * index] = place(x[index], left, spanX)
        target[2 * index + 1] = place(y[index], bottom, spanY)
      }
      count = 2 * x.count
    }
  }
}
