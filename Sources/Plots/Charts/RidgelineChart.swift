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
    axes.y.ticks = labelledRows.reversed().map { Axis.Tick(baseline($0), rows[$0].label) }
    axes.showsGrid = false
    return axes
  }

  /// More names than these are no longer read.
  private static let mostLabels = 11

  /// The rows that are named: the first, the last, and between them those of round numbers.
  private var labelledRows: [Int] {
    guard rows.count > Self.mostLabels else { return Array(rows.indices) }
    let last = rows.count - 1
    let steps = rows.compactMap { Int($0.label) }
    var chosen = Array(stride(from: 0, through: last, by: (last + Self.mostLabels - 2) / (Self.mostLabels - 1)))
    if steps.count == rows.count {
      let units = (0...17).lazy.flatMap { power in [1, 2, 5].map { $0 * (0..<power).reduce(1) { product, _ in product * 10 } } }
      let round = units.lazy.map { unit in rows.indices.filter { steps[$0].isMultiple(of: unit) } }.first { $0.count <= Self.mostLabels }
      if let round, round.count >= 4 { chosen = round }
    }
    // None so near to an end that its name would touch the end's.
    let nearest = max(1, (last + Self.mostLabels) / (2 * Self.mostLabels))
    return [0] + chosen.filter { $0 > nearest && $0 < last - nearest } + [last]
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
    let distance = abs(plane.point(edges[0], 1).y - plane.point(edges[0], 0).y)
    for (index, row) in rows.enumerated() {
      let base = baseline(index)
      let share = rows.count > 1 ? Double(index) / Double(rows.count - 1) : 1
      let color = colors.0.mixed(with: colors.1, at: share)
      // Not all of the background's colour, in which narrow hills would vanish.
      let stroke = Canvas.Stroke(
        color.mixed(with: plane.style.theme.background, at: 0.65), width: min(plane.style.hairline * 1.2, max(distance * 0.15, 0.2)))
      // Baselines near each other would be a grey area.
      let spans = distance > plane.style.fontSize * 0.4 ? [row.counts.indices] : Self.hills(row.counts)
      for span in spans {
        var outline = [plane.point(edges[span.lowerBound], base)]
        for bin in span {
          let height = base + (row.counts[bin] / max(highest, 1e-300)).squareRoot() * overlap
          outline.append(plane.point((edges[bin] + edges[bin + 1]) / 2, height))
        }
        outline.append(plane.point(edges[span.upperBound], base))
        plane.canvas.polygon(outline, fill: color.withAlpha(0.88), stroke: stroke)
      }
    }
    draw(remarks, on: plane)
  }

  /// The stretches of bins that are not empty, each with an empty one at its ends where there is one.
  private static func hills(_ counts: [Double]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for bin in counts.indices where counts[bin] > 0 {
      let (start, end) = (max(0, bin - 1), min(counts.count, bin + 2))
      if let last = spans.last, start < last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<end
      } else {
        spans.append(start..<end)
      }
    }
    return spans
  }

  /// Whether words at a row hide less at the right end, of so much of the width.
  private func isEmptierAtTheRight(_ row: Int, _ share: Double) -> Bool {
    let reach = min(edges.count - 1, Int((Double(edges.count - 1) * share).rounded(.up)))
    // The hills of the rows in front rise to it.
    let near = rows[max(0, row - 1)...min(rows.count - 1, row + 1 + Int(overlap))]
    func hidden(_ bins: (Row) -> ArraySlice<Double>) -> Double { near.reduce(0) { $0 + bins($1).reduce(0) { $0 + $1.squareRoot() } } }
    return hidden { $0.counts.suffix(reach) } < hidden { $0.counts.prefix(reach) }
  }

  private func draw(_ remarks: [Remark], on plane: Plane) {
    let size = plane.style.tickSize
    var taken = -Double.infinity
    for remark in remarks.sorted(by: { $0.row < $1.row }) where rows.indices.contains(remark.row) {
      let y = max(plane.point(edges[0], baseline(remark.row)).y, taken + size * 1.3)
      taken = y
      let text = "> " + remark.text
      let isRight = isEmptierAtTheRight(remark.row, plane.canvas.width(of: text, size: size, bold: true) / max(plane.frame.width, 1))
      plane.canvas.text(
        text, at: Point(isRight ? plane.frame.right - plane.style.gap : plane.frame.left + plane.style.gap, y), size: size,
        color: Palette.increase, anchor: isRight ? .end : .start, bold: true, halo: plane.style.theme.background)
    }
  }
}
