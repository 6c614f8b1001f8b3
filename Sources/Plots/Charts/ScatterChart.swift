/// Points in a plane, coloured by kind or by number: a map, logits, samples.
public struct ScatterChart: PlaneChart {
  public enum Coloring: Sendable, Hashable {
    case one(Color?)
    /// For each point the number of its kind; a negative one has none and is grey.
    case categories([Int], names: [String])
    /// For each point a number; one that is not finite is grey.
    case values([Double], title: String?)
  }

  public var axes: Axes
  public var x: [Float]
  public var y: [Float]
  public var coloring: Coloring
  /// In points; nil: by how many there are.
  public var radius: Double?
  public var opacity: Double?
  /// Whether each marker has a line around it.
  public var hasEdges = false
  /// Whether the name of each kind stands in the middle of its points.
  public var namesGroups = false
  public var showsLegend = true

  public init(_ x: [Float], _ y: [Float], coloring: Coloring = .one(nil), axes: Axes = Axes()) {
    precondition(x.count == y.count, "\(x.count) and \(y.count) coordinates")
    switch coloring {
    case .one: break
    case .categories(let numbers, _): precondition(numbers.count == x.count, "\(numbers.count) kinds for \(x.count) points")
    case .values(let values, _): precondition(values.count == x.count, "\(values.count) numbers for \(x.count) points")
    }
    (self.x, self.y, self.coloring, self.axes) = (x, y, coloring, axes)
  }

  public var xExtent: Extent? { Extent(x.lazy.map(Double.init)) }
  public var yExtent: Extent? { Extent(y.lazy.map(Double.init)) }

  public func legend(_ style: Style) -> Legend {
    guard showsLegend else { return Legend() }
    switch coloring {
    case .one: return Legend()
    case .categories(_, let names):
      guard names.count <= Legend.mostEntries else { return Legend() }
      return Legend(zip(names, Palette.categorical(names.count, on: style.theme)).map { Legend.Entry($0, $1, .dot) })
    case .values(let values, let title):
      guard let extent = Extent(values) else { return Legend() }
      return Legend(bar: Legend.Bar(title, .viridis, from: extent.low, to: extent.high))
    }
  }

  public func drawData(on plane: Plane) {
    let (colors, indices) = colors(plane.style)
    let points = zip(x, y).map { plane.point(Double($0), Double($1)) }
    let edge = hasEdges ? (plane.style.theme.isDark ? Color(gray: 0.9) : Color(gray: 0.1)) : nil
    plane.canvas.markers(points, color: indices, colors: colors, radius: radius(on: plane), edge: edge)
    if namesGroups, case .categories(let numbers, let names) = coloring { name(numbers, names, points, on: plane) }
  }

  /// Markers that cover about an eighth of the frame together.
  private func radius(on plane: Plane) -> Double {
    if let radius { return radius }
    let area = plane.frame.width * plane.frame.height * 0.12
    let unit = plane.style.fontSize / 11
    return min(max((area / (3.14 * Double(max(1, x.count)))).squareRoot(), 0.75 * unit), (x.count > 50 ? 3 : 4.5) * unit)
  }

  private var defaultOpacity: Double { opacity ?? (x.count > 20_000 ? 0.6 : 0.8) }

  /// The colours, and for each point the place of its own.
  private func colors(_ style: Style) -> ([Color], [UInt16]) {
    let opacity = defaultOpacity
    let gray = style.theme.mutedInk.withAlpha(opacity * 0.6)
    switch coloring {
    case .one(let color):
      return ([(color ?? Palette.categorical(1, on: style.theme)[0]).withAlpha(opacity)], [UInt16](repeating: 0, count: x.count))
    case .categories(let numbers, let names):
      let colors = Palette.categorical(min(names.count, 60_000), on: style.theme).map { $0.withAlpha(opacity) }
      return (colors + [gray], numbers.map { colors.indices.contains($0) ? UInt16($0) : UInt16(colors.count) })
    case .values(let values, _):
      let extent = Extent(values) ?? Extent(0, 1)
      let width = max(extent.high - extent.low, .leastNormalMagnitude)
      let colors = ColorMap.viridis.table().map { $0.withAlpha(opacity) }
      return (colors + [gray], values.map { $0.isFinite ? UInt16((($0 - extent.low) / width * 255).rounded()) : 256 })
    }
  }

  private func name(_ numbers: [Int], _ names: [String], _ points: [Point], on plane: Plane) {
    var members = [[Int]](repeating: [], count: names.count)
    for (point, number) in numbers.enumerated() where members.indices.contains(number) { members[number].append(point) }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    var placement = LabelPlacement(canvas: plane.canvas, size: plane.style.fontSize, within: plane.frame)
    // A name on one or two points would hide them. Those of large groups first: where there is no room, a small one goes without.
    for number in members.indices.sorted(by: { (-members[$0].count, $0) < (-members[$1].count, $1) }) where members[number].count >= 3 {
      let anchor = Point(median(members[number].map { points[$0].x }), median(members[number].map { points[$0].y }))
      guard anchor.x.isFinite, anchor.y.isFinite, let place = placement.place(names[number], around: anchor) else { continue }
      plane.canvas.text(
        names[number], at: place, size: plane.style.fontSize, color: plane.style.theme.ink, anchor: .middle, bold: true,
        halo: plane.style.theme.background.withAlpha(0.85))
    }
  }
}
