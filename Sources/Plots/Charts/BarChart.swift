/// A bar for each of some things: logits, probabilities.
public struct BarChart: PlaneChart {
  private var ownAxes: Axes
  public var names: [String]
  /// Those that are not finite have no bar.
  public var values: [Double]
  /// A bar to be seen first, such as the right answer.
  public var highlighted: Int?

  public init(names: [String], values: [Double], axes: Axes = Axes()) {
    precondition(names.count == values.count, "\(names.count) names for \(values.count) values")
    (self.names, self.values, ownAxes) = (names, values, axes)
  }

  public var axes: Axes {
    var axes = ownAxes
    axes.x.ticks = names.enumerated().map { Axis.Tick(Double($0.offset), $0.element) }
    return axes
  }

  public var xExtent: Extent? { Extent(-0.6, Double(names.count) - 0.4, isTight: true) }
  public var yExtent: Extent? { Extent(0, 0).union(Extent(values)) }
  public func legend(_ style: Style) -> Legend { Legend() }

  public func drawData(on plane: Plane) {
    let colors = Palette.categorical(2, on: plane.style.theme)
    for (index, value) in values.enumerated() where value.isFinite {
      let center = Double(index)
      let bar = plane.rectangle((center - 0.4)...(center + 0.4), min(0, value)...max(0, value))
      plane.canvas.fill(bar, colors[index == highlighted ? 1 : 0])
    }
    let zero = plane.point(0, 0).y
    plane.canvas.line(
      from: Point(plane.frame.left, zero), to: Point(plane.frame.right, zero), .init(plane.style.theme.mutedInk, width: plane.style.hairline))
  }
}
