/// Numbers over a plane as colours, with lines of equal value: the decisions of a network, a function of two variables.
public struct HeatMap: PlaneChart {
  public enum Coloring: Sendable, Hashable {
    case values(ColorMap, title: String?)
    /// Whole numbers from 0, each a kind.
    case categories(names: [String], opacity: Double)
  }

  /// Lines where numbers on the same grid cross a level.
  public struct Contour: Sendable, Hashable {
    /// As many as the map has, in its order.
    public var values: [Double]
    public var levels: [Double]

    public init(_ values: [Double], levels: [Double]) { (self.values, self.levels) = (values, levels) }
  }

  public var axes: Axes
  /// Row by row from below, each from the left; the numbers at the middles of the cells.
  public var values: [Double]
  public let rows: Int
  public let columns: Int
  /// Where the middles of the first and the last column are.
  public var x: ClosedRange<Double>
  /// Where the middles of the first and the last row are.
  public var y: ClosedRange<Double>
  public var coloring: Coloring
  public var contours: [Contour] = []
  public var showsLegend = true

  public init(
    _ values: [Double], rows: Int, columns: Int, x: ClosedRange<Double>, y: ClosedRange<Double>,
    coloring: Coloring = .values(.viridis, title: nil), axes: Axes = Axes()
  ) {
    precondition(rows > 0 && columns > 0 && values.count == rows * columns, "\(values.count) values do not fill \(rows) x \(columns) cells")
    (self.values, self.rows, self.columns, self.x, self.y, self.coloring, self.axes) = (values, rows, columns, x, y, coloring, axes)
    self.axes.showsGrid = false
  }

  private var cellWidth: Double { columns > 1 ? (x.upperBound - x.lowerBound) / Double(columns - 1) : 1 }
  private var cellHeight: Double { rows > 1 ? (y.upperBound - y.lowerBound) / Double(rows - 1) : 1 }

  public var xExtent: Extent? { Extent(x.lowerBound - cellWidth / 2, x.upperBound + cellWidth / 2, isTight: true) }
  public var yExtent: Extent? { Extent(y.lowerBound - cellHeight / 2, y.upperBound + cellHeight / 2, isTight: true) }

  public func legend(_ style: Style) -> Legend {
    guard showsLegend else { return Legend() }
    switch coloring {
    case .values(let colors, let title):
      guard let extent = Extent(values) else { return Legend() }
      return Legend(bar: Legend.Bar(title, colors, from: extent.low, to: extent.high))
    case .categories(let names, let opacity):
      return Legend(zip(names, Palette.categorical(names.count, on: style.theme)).map { Legend.Entry($0, $1.withAlpha(opacity), .area) })
    }
  }

  public func drawData(on plane: Plane) {
    plane.canvas.image(image(plane.style), in: plane.rectangle(xExtent!.low...xExtent!.high, yExtent!.low...yExtent!.high))
    let stroke = Canvas.Stroke(plane.style.theme.ink, width: plane.style.lineWidth)
    for contour in contours {
      precondition(contour.values.count == values.count, "a contour's numbers are those of the map's cells")
      for level in contour.levels {
        for line in ContourLines.lines(contour.values, rows: rows, columns: columns, at: level) {
          let points = line.map { plane.point(x.lowerBound + $0.x * cellWidth, y.lowerBound + $0.y * cellHeight) }
          plane.canvas.polyline(points, stroke)
        }
      }
    }
  }

  private func image(_ style: Style) -> RasterImage {
    let color: (Double) -> Color
    switch coloring {
    case .values(let map, _):
      let extent = Extent(values) ?? Extent(0, 1)
      let width = max(extent.high - extent.low, .leastNormalMagnitude)
      let table = map.table()
      color = { $0.isFinite ? table[Int((($0 - extent.low) / width * 255).rounded())] : style.theme.mutedInk }
    case .categories(let names, let opacity):
      let colors = Palette.categorical(names.count, on: style.theme).map { style.theme.background.mixed(with: $0, at: opacity) }
      color = { value in Int(exactly: value).flatMap { colors.indices.contains($0) ? colors[$0] : nil } ?? style.theme.mutedInk }
    }
    return RasterImage(width: columns, height: rows) { row, column in color(values[(rows - 1 - row) * columns + column]) }
  }
}
