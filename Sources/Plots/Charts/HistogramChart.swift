/// How many numbers lie where: bars from edge to edge.
public struct HistogramChart: PlaneChart {
  public struct Bin: Sendable, Hashable {
    public var left: Double
    public var right: Double
    public var count: Double

    public init(_ left: Double, _ right: Double, _ count: Double) { (self.left, self.right, self.count) = (left, right, count) }
  }

  public struct Series: Sendable, Hashable {
    public var name: String
    public var bins: [Bin]

    public init(_ name: String, _ bins: [Bin]) { (self.name, self.bins) = (name, bins) }
  }

  public var axes: Axes
  public var series: [Series]

  public init(_ series: [Series], axes: Axes = Axes()) { (self.series, self.axes) = (series, axes) }

  public var xExtent: Extent? { Extent(series.lazy.flatMap { $0.bins.lazy.flatMap { [$0.left, $0.right] } }) }
  public var yExtent: Extent? {
    let highest = series.lazy.flatMap { $0.bins.lazy.map(\.count) }.max() ?? 1
    // On a logarithmic axis a bin of one is still seen.
    return axes.y.scale == .logarithmic ? Extent(0.5, max(highest, 1) * 1.3, isTight: true) : Extent(0, max(highest, 1e-12) * 1.05, isTight: true)
  }

  public func legend(_ style: Style) -> Legend {
    guard series.count > 1 else { return Legend() }
    return Legend(zip(series, Palette.categorical(series.count, on: style.theme)).map { Legend.Entry($0.name, $1, .area) })
  }

  public func drawData(on plane: Plane) {
    let edge = Canvas.Stroke(plane.style.theme.isDark ? Color(gray: 0.85) : Color(gray: 0.15), width: plane.style.hairline)
    for (series, color) in zip(series, Palette.categorical(series.count, on: plane.style.theme)) {
      let width = series.bins.map { plane.rectangle($0.left...max($0.left, $0.right), 0...1).width }.min() ?? 0
      for bin in series.bins where bin.count > 0 && bin.left.isFinite && bin.right.isFinite {
        let top = plane.point(bin.left, bin.count)
        let (left, right) = (top.x, plane.point(bin.right, bin.count).x)
        // All numbers the same: a bin of no width is drawn as a narrow bar.
        let thin = right - left < 1 ? 1.5 : 0
        let bar = Rectangle(left - thin, top.y, right - left + 2 * thin, plane.frame.bottom - top.y)
        plane.canvas.fill(bar, color.withAlpha(self.series.count > 1 ? 0.55 : 0.9))
        // Edges of narrow bins would be all that is seen.
        if width > plane.style.fontSize * 0.35 { plane.canvas.stroke(bar, edge) }
      }
    }
  }
}
