/// Several charts in one frame, the first at the back.
public struct OverlayChart: PlaneChart {
  public var axes: Axes
  public var layers: [any PlaneChart]

  public init(_ layers: [any PlaneChart], axes: Axes = Axes()) { (self.layers, self.axes) = (layers, axes) }

  public var xExtent: Extent? { layers.reduce(nil) { $0?.union($1.xExtent) ?? $1.xExtent } }
  public var yExtent: Extent? { layers.reduce(nil) { $0?.union($1.yExtent) ?? $1.yExtent } }

  public func legend(_ style: Style) -> Legend {
    layers.map { $0.legend(style) }.reduce(into: Legend()) { sum, legend in
      sum.entries += legend.entries.filter { entry in !sum.entries.contains { $0.name == entry.name && $0.mark == entry.mark } }
      sum.bar = sum.bar ?? legend.bar
    }
  }

  public func drawData(on plane: Plane) { for layer in layers { layer.drawData(on: plane) } }
}

/// Charts side by side and below each other, under one title.
public struct Panels: Chart {
  public var title: String?
  public var charts: [any Chart]
  /// Nil: as near to a square as the area is.
  public var columns: Int?

  public init(_ charts: [any Chart], columns: Int? = nil, title: String? = nil) {
    (self.charts, self.columns, self.title) = (charts, columns, title)
  }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    let rest = style.drawTitle(title, on: canvas, in: area)
    guard !charts.isEmpty else { return }
    var style = style
    style.showsTitle = true
    let columns = columns ?? Self.columns(for: charts.count, in: rest)
    let rows = (charts.count + columns - 1) / columns
    let gap = style.fontSize * 1.2
    let width = (rest.width - gap * Double(columns - 1)) / Double(columns)
    let height = (rest.height - gap * Double(rows - 1)) / Double(rows)
    for (index, chart) in charts.enumerated() {
      let place = Rectangle(
        rest.left + Double(index % columns) * (width + gap), rest.top + Double(index / columns) * (height + gap), width, height)
      chart.draw(on: canvas, in: place, style: style)
    }
  }

  /// So many columns that the parts are a little wider than high.
  static func columns(for count: Int, in area: Rectangle) -> Int {
    (1...count).min { a, b in
      func misfit(_ columns: Int) -> Double {
        let rows = Double((count + columns - 1) / columns)
        let ratio = (area.width / Double(columns)) / max(area.height / rows, 1)
        let empty = Double(columns) * rows - Double(count)
        return abs(PlotMath.log10(max(ratio, 1e-9) / 1.35)) + empty * 0.02
      }
      return misfit(a) < misfit(b)
    } ?? 1
  }
}
