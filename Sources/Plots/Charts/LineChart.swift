/// Numbers along an axis, joined by lines: learning curves, the history of a weight.
public struct LineChart: PlaneChart {
  public struct Series: Sendable, Hashable {
    public var name: String
    public var x: [Double]
    /// A number that is not finite breaks the line.
    public var y: [Double]
    /// Nil: the palette's next.
    public var color: Color?
    public var isDashed: Bool
    /// What the line is the mean of: drawn faintly behind it.
    public var scattered: [Double]?

    public init(_ name: String, x: [Double]? = nil, y: [Double], color: Color? = nil, isDashed: Bool = false) {
      self.name = name
      self.x = x ?? y.indices.map(Double.init)
      self.y = y
      self.color = color
      self.isDashed = isDashed
      precondition(self.x.count == y.count, "\(self.x.count) places for \(y.count) numbers of \(name)")
    }
  }

  public var axes: Axes
  public var series: [Series]

  public init(_ series: [Series], axes: Axes = Axes()) { (self.series, self.axes) = (series, axes) }

  /// So few numbers would not be seen as a line: they are dots.
  private static let mostDots = 3

  public var xExtent: Extent? { Extent(series.lazy.flatMap(\.x), isTight: !series.contains { $0.x.count <= Self.mostDots }) }
  public var yExtent: Extent? { Extent(series.lazy.flatMap { $0.scattered ?? $0.y }.filter { axes.y.scale == .linear || $0 > 0 }) }

  private func colors(_ style: Style) -> [Color] {
    zip(series, Palette.categorical(series.count, on: style.theme)).map { $0.color ?? $1 }
  }

  public func legend(_ style: Style) -> Legend {
    guard series.count > 1 else { return Legend() }
    return Legend(zip(series, colors(style)).map { Legend.Entry($0.name, $1, $0.isDashed ? .dashedLine : .line) })
  }

  public func drawData(on plane: Plane) {
    let width = plane.style.lineWidth
    func points(_ series: Series, _ y: [Double]) -> [Point] { zip(series.x, y).map { plane.point($0, $1) } }
    let colored = zip(series, colors(plane.style))
    for (series, color) in colored {
      guard let scattered = series.scattered else { continue }
      plane.canvas.polyline(
        Self.simplified(points(series, scattered), pixel: 0.5), .init(color.mixed(with: plane.style.theme.background, at: 0.62), width: width * 0.5))
    }
    for (series, color) in colored {
      plane.canvas.polyline(
        Self.simplified(points(series, series.y), pixel: 0.5), .init(color, width: width, dash: series.isDashed ? [width * 3, width * 2.5] : []))
    }
    for (series, color) in colored where series.x.count <= Self.mostDots {
      for point in points(series, series.y) where point.x.isFinite && point.y.isFinite {
        plane.canvas.circle(point, radius: width * 2.2, fill: color, stroke: .init(plane.style.theme.background, width: width * 0.5))
      }
    }
  }

  /// Of many points in one column of pixels the first, lowest, highest and last: what is seen of them, however many there are.
  static func simplified(_ points: [Point], pixel: Double) -> [Point] {
    guard points.count > 4000 else { return points }
    var result: [Point] = []
    var start = 0
    while start < points.count {
      let column = (points[start].x / pixel).rounded(.down)
      var end = start
      var (lowest, highest) = (start, start)
      while end < points.count, points[end].y.isFinite, (points[end].x / pixel).rounded(.down) == column {
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
        end += 1
      }
      if end == start {
        result.append(points[start])
        start += 1
        continue
      }
      for index in Set([start, lowest, highest, end - 1]).sorted() { result.append(points[index]) }
      start = end
    }
    return result
  }
}
