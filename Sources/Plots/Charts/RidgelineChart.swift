/// Histograms one behind the other: how a distribution changed. The oldest is at the back, on top, the latest in front, as in
/// TensorBoard's offset view.
public struct RidgelineChart: PlaneChart {
  public struct Row: Sendable, Hashable {
    /// Such as the number of the step.
    public var label: String
    /// One for each bin.
    public var counts: [Double]

    public init(_ label: String, _ counts: [Double]) { (self.label, self.counts) = (label, counts) }
  }

  /// A remark at a row, such as a sign that something is wrong.
  public struct Remark: Sendable, Hashable {
    public var row: Int
    public var text: String

    public init(row: Int, _ text: String) { (self.row, self.text) = (row, text) }
  }

  private var ownAxes: Axes
  /// The bins' edges, one more than counts.
  public var edges: [Double]
  public var rows: [Row]
  public var remarks: [Remark] = []

  /// How many rows' distance the highest hill has.
  private var overlap: Double { max(1, Double(rows.count) * 0.22) }

  /// - Parameters:
  ///   - edges: Ascending, one more than each row has counts.
  ///   - rows: From the oldest to the latest.
  public init(edges: [Double], rows: [Row], axes: Axes = Axes()) {
    precondition(rows.allSatisfy { $0.counts.count + 1 == edges.count }, "each row has a count between each two edges")
    (self.edges, self.rows, ownAxes) = (edges, rows, axes)
  }

  public var axes: Axes {
    var axes = ownAxes
    // A baseline each, more numbers than room being left out by the frame.
    axes.y.ticks = rows.indices.reversed().map { Axis.Tick(baseline($0), rows[$0].label) }
    axes.showsGrid = false
    return axes
  }

  private func baseline(_ row: Int) -> Double { Double(rows.count - 1 - row) }

  public var xExtent: Extent? { Extent(edges, isTight: true) }
  public var yExtent: Extent? { Extent(-0.3, Double(max(rows.count, 1) - 1) + overlap * 1.08, isTight: true) }
  public func legend(_ style: Style) -> Legend { Legend() }

  public func drawData(on plane: Plane) {
    // Counts of a common scale would hide all rows behind one that stands at a single place: the root brings them nearer.
    let highest = rows.lazy.flatMap(\.counts).max() ?? 1
    let colors = plane.style.theme.isDark
      ? (Color(hex: 0x2B3A55), Color(hex: 0x6FB7F2)) : (Color(hex: 0x0B2E4F), Color(hex: 0x7CC4F0))
    for (index, row) in rows.enumerated() {
      let base = baseline(index)
      let share = rows.count > 1 ? Double(index) / Double(rows.count - 1) : 1
      var outline = [plane.point(edges[0], base)]
      for (bin, count) in row.counts.enumerated() {
        let height = base + (count / max(highest, 1e-300)).squareRoot() * overlap
        outline.append(plane.point((edges[bin] + edges[bin + 1]) / 2, height))
      }
      outline.append(plane.point(edges[edges.count - 1], base))
      plane.canvas.polygon(
        outline, fill: colors.0.mixed(with: colors.1, at: share).withAlpha(0.88),
        stroke: .init(plane.style.theme.background, width: plane.style.hairline * 1.2))
    }
    draw(remarks, on: plane)
  }

  private func draw(_ remarks: [Remark], on plane: Plane) {
    let size = plane.style.tickSize
    var taken = -Double.infinity
    for remark in remarks.sorted(by: { $0.row < $1.row }) where rows.indices.contains(remark.row) {
      let y = max(plane.point(edges[0], baseline(remark.row)).y, taken + size * 1.3)
      taken = y
      plane.canvas.text(
        "> " + remark.text, at: Point(plane.frame.left + plane.style.gap, y), size: size, color: Palette.increase, bold: true,
        halo: plane.style.theme.background)
    }
  }
}
