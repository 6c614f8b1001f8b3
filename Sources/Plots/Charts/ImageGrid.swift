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
  /// What there is to say of the colours.
  public var barTitle: String?
  /// Dotted lines at these places of each tile, in pixels, in both directions.
  public var guides: [Double] = []

  public init(
    _ tiles: [Tile], title: String? = nil, colors: ColorMap = .grays, scale: Scale = .shared, isCentered: Bool = false, columns: Int? = nil
  ) {
    (self.tiles, self.title, self.colors, self.scale, self.isCentered, self.columns) = (tiles, title, colors, scale, isCentered, columns)
  }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    var rest = style.drawTitle(title, on: canvas, in: area)
    guard !tiles.isEmpty else { return }
    let shared = range(of: tiles.lazy.flatMap(\.values))
    if hasBar {
      let bar = Legend(bar: Legend.Bar(barTitle, colors, from: shared.low, to: shared.high))
      let legend = LegendLayout(canvas: canvas, style: style)
      // Beside the images, not at the far side of what they leave empty.
      let inner = legend.remainder(of: rest, beside: bar)
      let used = layout(in: inner, style)
      rest = legend.draw(bar, in: rest.inset(right: inner.width - min(used.width, inner.width)))
    }
    let layout = layout(in: rest, style)
    for (index, tile) in tiles.enumerated() {
      draw(tile, in: layout.place(index, from: Point(rest.left, rest.top)), shared: shared, on: canvas, style)
    }
  }

  private var hasBar: Bool { scale != .own && !tiles.contains(where: \.isColored) }

  /// The size of a picture that the images fill, no larger than the one of `style`.
  public func naturalSize(_ style: Style) -> Size {
    let all = Rectangle(0, 0, style.size.width, style.size.height).inset(style.fontSize)
    guard !tiles.isEmpty, let canvas = try? Canvas(.png, size: Size(16, 16), scale: 1, font: style.font) else { return style.size }
    let shared = range(of: tiles.lazy.flatMap(\.values))
    let titleHeight = title.map { $0.isEmpty ? 0 : style.titleSize * 1.7 } ?? 0
    let titleWidth = title.map { canvas.width(of: $0, size: style.titleSize, bold: true) } ?? 0
    var inner = all.inset(top: titleHeight)
    let barWidth = hasBar
      ? inner.width
        - LegendLayout(canvas: canvas, style: style).remainder(of: inner, beside: Legend(bar: .init(barTitle, colors, from: shared.low, to: shared.high))).width
      : 0
    inner = inner.inset(right: barWidth)
    let layout = layout(in: inner, style)
    // A title wider than its images would be cut; room for a word at its right is left to films.
    let width = min(max(layout.width + barWidth, titleWidth + style.fontSize * 7), all.width)
    return Size((width + 2 * style.fontSize).rounded(.up), (min(layout.height, inner.height) + titleHeight + 2 * style.fontSize).rounded(.up))
  }

  /// Where the images lie, all of one size.
  private struct Layout {
    var columns: Int
    var rows: Int
    var tile: Size
    var gap: Double
    var captionHeight: Double

    var width: Double { Double(columns) * tile.width + Double(columns - 1) * gap }
    var height: Double { Double(rows) * (tile.height + gap + captionHeight) - gap }

    func place(_ index: Int, from origin: Point) -> Rectangle {
      Rectangle(
        origin.x + Double(index % columns) * (tile.width + gap),
        origin.y + Double(index / columns) * (tile.height + gap + captionHeight) + captionHeight, tile.width, tile.height)
    }
  }

  private func layout(in area: Rectangle, _ style: Style) -> Layout {
    let gap = style.fontSize * 0.35
    let captionHeight = tiles.contains { $0.caption != nil } ? style.tickSize * 1.25 : 0
    let aspect = Double(tiles[0].width) / Double(tiles[0].height)
    let columns = columns ?? Self.columns(tiles.count, aspect: aspect, captionHeight: captionHeight, gap: gap, in: area)
    let rows = (tiles.count + columns - 1) / columns
    let width = Self.width(columns, rows, aspect: aspect, captionHeight: captionHeight, gap: gap, in: area)
    return Layout(columns: columns, rows: rows, tile: Size(width, width / aspect), gap: gap, captionHeight: captionHeight)
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

  /// So many columns that the tiles are as large as they can be, or nearly so where that leaves no row half empty.
  static func columns(_ count: Int, aspect: Double, captionHeight: Double, gap: Double, in area: Rectangle) -> Int {
    (1...max(1, count)).max { a, b in
      func worth(_ columns: Int) -> Double {
        let rows = (count + columns - 1) / columns
        let filled = Double(count) / Double(rows * columns)
        return width(columns, rows, aspect: aspect, captionHeight: captionHeight, gap: gap, in: area) * filled.squareRoot()
      }
      return worth(a) < worth(b)
    } ?? 1
  }

  private static func width(_ columns: Int, _ rows: Int, aspect: Double, captionHeight: Double, gap: Double, in area: Rectangle) -> Double {
    let byWidth = (area.width - gap * Double(columns - 1)) / Double(columns)
    let byHeight = (area.height - (gap + captionHeight) * Double(rows)) / Double(rows) * aspect
    return max(1, min(byWidth, byHeight))
  }
}
