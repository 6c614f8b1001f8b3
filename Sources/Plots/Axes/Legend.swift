/// What tells the colours of a chart.
public struct Legend: Sendable, Hashable {
  public enum Mark: Sendable, Hashable { case line, dashedLine, dot, area }

  public struct Entry: Sendable, Hashable {
    public var name: String
    public var color: Color
    public var mark: Mark

    public init(_ name: String, _ color: Color, _ mark: Mark) { (self.name, self.color, self.mark) = (name, color, mark) }
  }

  /// Numbers as colours.
  public struct Bar: Sendable, Hashable {
    public var title: String?
    public var colors: ColorMap
    public var low: Double
    public var high: Double

    public init(_ title: String?, _ colors: ColorMap, from low: Double, to high: Double) {
      (self.title, self.colors, self.low, self.high) = (title, colors, low, high)
    }
  }

  public var entries: [Entry] = []
  public var bar: Bar?

  public init(_ entries: [Entry] = [], bar: Bar? = nil) { (self.entries, self.bar) = (entries, bar) }

  /// More than these make a list that nobody reads.
  static let mostEntries = 24
}

/// Draws a legend in the part of the area that it needs, and says what is left.
struct LegendLayout {
  let canvas: Canvas
  let style: Style

  private var size: Double { style.tickSize }
  private var markWidth: Double { size * 1.4 }
  private var rowHeight: Double { size * 1.5 }

  /// In a row above if all fit there, otherwise in a column at the right.
  func draw(_ legend: Legend, in area: Rectangle) -> Rectangle {
    var rest = area
    let entries = legend.entries.prefix(Legend.mostEntries)
    if !entries.isEmpty {
      let widths = entries.map { canvas.width(of: $0.name, size: size) + markWidth + style.gap * 2.5 }
      if widths.reduce(0, +) <= area.width, entries.count <= 6 {
        var x = area.left
        for (entry, width) in zip(entries, widths) {
          draw(entry, atX: x, y: area.top + rowHeight / 2, limit: .infinity)
          x += width
        }
        rest = rest.inset(top: rowHeight)
      } else {
        rest = drawColumn(Array(entries), in: area, width: min(widths.max() ?? 0, area.width * 0.3))
      }
    }
    if let bar = legend.bar { rest = draw(bar, in: rest) }
    return rest
  }

  private func drawColumn(_ entries: [Legend.Entry], in area: Rectangle, width: Double) -> Rectangle {
    let fitting = max(1, min(entries.count, Int(area.height / rowHeight)))
    let x = area.right - width + style.gap
    for (index, entry) in entries.prefix(fitting).enumerated() {
      draw(entry, atX: x, y: area.top + rowHeight * (Double(index) + 0.5), limit: width - markWidth - style.gap * 1.5)
    }
    return area.inset(right: width)
  }

  private func draw(_ entry: Legend.Entry, atX x: Double, y: Double, limit: Double) {
    let middle = Point(x + markWidth * 0.4, y)
    switch entry.mark {
    case .dot: canvas.circle(middle, radius: size * 0.32, fill: entry.color.withAlpha(1))
    case .area: canvas.fill(Rectangle(x, y - size * 0.35, size * 0.9, size * 0.7), entry.color)
    case .line, .dashedLine:
      let dash = entry.mark == .line ? [] : [size * 0.3, size * 0.2]
      canvas.line(from: Point(x, y), to: Point(x + markWidth * 0.85, y), .init(entry.color, width: style.lineWidth, dash: dash))
    }
    let name = limit.isFinite ? canvas.fitted(entry.name, size: size, in: limit) : entry.name
    canvas.text(name, at: Point(x + markWidth, y), size: size, color: style.theme.ink)
  }

  /// What a bar of colours leaves of an area.
  func remainder(of area: Rectangle, beside legend: Legend) -> Rectangle { legend.bar.map { area.inset(right: width(of: $0)) } ?? area }

  private var barWidth: Double { size * 1.1 }

  private func ticks(of bar: Legend.Bar) -> Ticks { Ticks.linear(bar.low...max(bar.high, bar.low.nextUp), about: 5) }

  private func width(of bar: Legend.Bar) -> Double {
    let labelWidth = ticks(of: bar).places.map { canvas.width(of: $0.label, size: size) }.max() ?? 0
    return barWidth + labelWidth + (bar.title == nil ? 0 : size * 1.6) + style.gap * 2.5
  }

  private func draw(_ bar: Legend.Bar, in area: Rectangle) -> Rectangle {
    let ticks = ticks(of: bar)
    let total = width(of: bar)
    let height = area.height - style.fontSize * 3
    let place = Rectangle(area.right - total + style.gap, area.top + style.fontSize * 0.5, barWidth, max(1, height))
    let colors = bar.colors.table()
    canvas.image(RasterImage(width: 1, height: 256) { row, _ in colors[255 - row] }, in: place)
    for (value, label) in ticks.places where bar.high > bar.low {
      let y = place.bottom - (value - bar.low) / (bar.high - bar.low) * place.height
      canvas.text(label, at: Point(place.right + style.gap * 0.7, y), size: size, color: style.theme.mutedInk)
    }
    if let title = bar.title {
      canvas.text(
        canvas.fitted(title, size: size, in: area.height), at: Point(area.right - size * 0.7, place.center.y), size: size,
        color: style.theme.ink, anchor: .middle, turned: true)
    }
    return area.inset(right: total)
  }
}
