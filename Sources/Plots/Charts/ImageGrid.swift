/// Images in rows and columns: a contact sheet, the filters of a layer, its feature maps.
public struct ImageGrid: Chart {
  /// One image of numbers, or of three channels as red, green and blue.
  public struct Tile: Sendable, Hashable {
    /// Shape [height, width], or [3, height, width] row by row.
    public var values: [Float]
    public var height: Int
    public var width: Int
    public var isColored: Bool
    public var caption: String?
    /// A part to be marked, in pixels: left, top, right, bottom.
    public var mark: Mark?

    public struct Mark: Sendable, Hashable {
      public var left: Double, top: Double, right: Double, bottom: Double

      public init(left: Double, top: Double, right: Double, bottom: Double) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
      }
    }

    public init(_ values: [Float], height: Int, width: Int, isColored: Bool = false, caption: String? = nil, mark: Mark? = nil) {
      precondition(
        height > 0 && width > 0 && values.count == height * width * (isColored ? 3 : 1),
        "\(values.count) values do not fill an image of \(height) x \(width)")
      (self.values, self.height, self.width, self.isColored, self.caption, self.mark) = (values, height, width, isColored, caption, mark)
    }
  }

  /// Which numbers the ends of the colours stand for.
  public enum Scale: Sendable, Hashable {
    /// The least and the greatest of all tiles, told by a bar at the side.
    case shared
    /// Each tile's own.
    case own
    case fixed(Double, Double)
  }

  public var title: String?
  public var tiles: [Tile]
  public var colors: ColorMap
  public var scale: Scale
  /// Whether 0 is in the middle of the colours, the range reaching as far to both sides.
  public var isCentered: Bool
  /// Nil: as near to a square as the area is.
  public var columns: Int?
  /// Dotted lines at these places of each tile, in pixels, in both directions.
  public var guides: [Double] = []

  public init(
    _ tiles: [Tile], title: String? = nil, colors: ColorMap = .grays, scale: Scale = .shared, isCentered: Bool = false, columns: Int? = nil
  ) {
    (self.tiles, self.title, self.colors, self.scale, self.isCentered, self.columns) = (tiles, title, colors, scale, isCentered, columns)
  }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    var rest = style.drawTitle(title, on: canvas, in: area)
    guard let first = tiles.first else { return }
    let shared = range(of: tiles.lazy.flatMap(\.values))
    if scale != .own, !tiles.contains(where: \.isColored) {
      rest = LegendLayout(canvas: canvas, style: style).draw(Legend(bar: Legend.Bar(nil, colors, from: shared.low, to: shared.high)), in: rest)
    }
    let hasCaptions = tiles.contains { $0.caption != nil }
    let gap = style.fontSize * 0.35
    let captionHeight = hasCaptions ? style.tickSize * 1.25 : 0
    let aspect = Double(first.width) / Double(first.height)
    let columns = columns ?? Self.columns(tiles.count, aspect: aspect, captionHeight: captionHeight, gap: gap, in: rest)
    let rows = (tiles.count + columns - 1) / columns
    let byWidth = (rest.width - gap * Double(columns - 1)) / Double(columns)
    let byHeight = (rest.height - (gap + captionHeight) * Double(rows)) / Double(rows) * aspect
    let width = max(1, min(byWidth, byHeight))
    let height = width / aspect
    for (index, tile) in tiles.enumerated() {
      let place = Rectangle(
        rest.left + Double(index % columns) * (width + gap), rest.top + Double(index / columns) * (height + gap + captionHeight) + captionHeight,
        width, height)
      draw(tile, in: place, shared: shared, on: canvas, style)
    }
  }

  private func draw(_ tile: Tile, in place: Rectangle, shared: (low: Double, high: Double), on canvas: Canvas, _ style: Style) {
    let own = scale == .own ? range(of: tile.values) : shared
    canvas.image(image(tile, own, style), in: place)
    canvas.stroke(place, .init(style.theme.mutedInk.withAlpha(0.6), width: style.hairline * 0.7))
    if let caption = tile.caption {
      let size = style.tickSize
      canvas.text(
        canvas.fitted(caption, size: size, in: place.width), at: Point(place.left, place.top - size * 0.65), size: size, color: style.theme.ink)
    }
    let unit = Size(place.width / Double(tile.width), place.height / Double(tile.height))
    let dotted = Canvas.Stroke(Color(hex: 0xFF3B30).withAlpha(0.8), width: style.hairline, dash: [style.fontSize * 0.12, style.fontSize * 0.16])
    for guide in guides where guide <= Double(max(tile.width, tile.height)) {
      let (x, y) = (place.left + guide * unit.width, place.top + guide * unit.height)
      if x <= place.right { canvas.line(from: Point(x, place.top), to: Point(x, place.bottom), dotted) }
      if y <= place.bottom { canvas.line(from: Point(place.left, y), to: Point(place.right, y), dotted) }
    }
    if let mark = tile.mark {
      canvas.stroke(
        Rectangle(
          place.left + mark.left * unit.width, place.top + mark.top * unit.height, (mark.right - mark.left) * unit.width,
          (mark.bottom - mark.top) * unit.height), .init(Color(hex: 0xFF3B30), width: style.lineWidth))
    }
  }

  private func image(_ tile: Tile, _ range: (low: Double, high: Double), _ style: Style) -> RasterImage {
    let width = max(range.high - range.low, .leastNormalMagnitude)
    func share(_ value: Float) -> Double { range.high > range.low ? (Double(value) - range.low) / width : 0.5 }
    if tile.isColored {
      let plane = tile.width * tile.height
      return RasterImage(width: tile.width, height: tile.height) { row, column in
        func channel(_ index: Int) -> Double { min(max(share(tile.values[index * plane + row * tile.width + column]), 0), 1) }
        return Color(channel(0), channel(1), channel(2))
      }
    }
    let table = colors.table().map(\.pixel)
    // What is no number is seen as such.
    let missing = Color(hex: 0xFF00FF).pixel
    return RasterImage(
      width: tile.width, height: tile.height,
      pixels: tile.values.map { $0.isFinite ? table[Int((min(max(share($0), 0), 1) * 255).rounded())] : missing })
  }

  private func range(of values: some Sequence<Float>) -> (low: Double, high: Double) {
    if case .fixed(let low, let high) = scale { return (low, high) }
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return (0, 1) }
    guard isCentered else { return (Double(low), Double(high)) }
    let reach = Double(max(abs(low), abs(high)))
    return (-reach, reach)
  }

  /// So many columns that the tiles are as large as they can be.
  static func columns(_ count: Int, aspect: Double, captionHeight: Double, gap: Double, in area: Rectangle) -> Int {
    (1...max(1, count)).max { a, b in
      func width(_ columns: Int) -> Double {
        let rows = Double((count + columns - 1) / columns)
        return min((area.width - gap * Double(columns - 1)) / Double(columns), (area.height - (gap + captionHeight) * rows) / rows * aspect)
      }
      return width(a) < width(b)
    } ?? 1
  }
}
