/// Numbers in rows and columns as coloured cells, each with its number where there is room: similarities, confusions.
public struct MatrixChart: PlaneChart {
  private var ownAxes: Axes
  public var rowNames: [String]
  public var columnNames: [String]
  /// Row by row from the top.
  public var values: [Double]
  public var colors: ColorMap
  /// What the ends of the colours stand for; nil: the least and the greatest.
  public var range: ClosedRange<Double>?

  public init(
    _ values: [Double], rowNames: [String], columnNames: [String], colors: ColorMap = .viridis, range: ClosedRange<Double>? = nil,
    axes: Axes = Axes()
  ) {
    precondition(values.count == rowNames.count * columnNames.count, "\(values.count) values for \(rowNames.count) x \(columnNames.count) cells")
    (self.values, self.rowNames, self.columnNames, self.colors, self.range, ownAxes) = (values, rowNames, columnNames, colors, range, axes)
  }

  public var axes: Axes {
    var axes = ownAxes
    axes.x.ticks = columnNames.enumerated().map { Axis.Tick(Double($0.offset), $0.element) }
    axes.y.ticks = rowNames.enumerated().map { Axis.Tick(Double(rowNames.count - 1 - $0.offset), $0.element) }
    axes.showsGrid = false
    return axes
  }

  public var xExtent: Extent? { Extent(-0.5, Double(columnNames.count) - 0.5, isTight: true) }
  public var yExtent: Extent? { Extent(-0.5, Double(rowNames.count) - 0.5, isTight: true) }

  private var shown: (low: Double, high: Double) {
    if let range { return (range.lowerBound, range.upperBound) }
    let extent = Extent(values) ?? Extent(0, 1)
    return (extent.low, extent.high)
  }

  public func legend(_ style: Style) -> Legend { Legend(bar: Legend.Bar(nil, colors, from: shown.low, to: shown.high)) }

  public func drawData(on plane: Plane) {
    let (rows, columns) = (rowNames.count, columnNames.count)
    guard rows > 0, columns > 0 else { return }
    let (low, high) = shown
    func color(_ value: Double) -> Color {
      value.isFinite ? colors.color(high > low ? (value - low) / (high - low) : 0.5) : plane.style.theme.mutedInk
    }
    let image = RasterImage(width: columns, height: rows) { row, column in color(values[row * columns + column]) }
    plane.canvas.image(image, in: plane.frame)
    let size = plane.style.tickSize
    let cell = Size(plane.frame.width / Double(columns), plane.frame.height / Double(rows))
    let texts = values.map { NumberText.short($0, digits: 2) }
    let widest = texts.map { plane.canvas.width(of: $0, size: size) }.max() ?? 0
    guard widest < cell.width * 0.9, size * 1.2 < cell.height else { return }
    for (index, text) in texts.enumerated() {
      let ink: Color = color(values[index]).lightness > 0.5 ? Color(gray: 0) : Color(gray: 1)
      plane.canvas.text(
        text, at: plane.point(Double(index % columns), Double(rows - 1 - index / columns)), size: size, color: ink, anchor: .middle)
    }
  }
}
