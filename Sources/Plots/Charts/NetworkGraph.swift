/// The units of layers as columns of circles, with lines between them: a network, and what happens to its weights.
public struct NetworkGraph: Chart {
  public struct Layer: Sendable, Hashable {
    public var name: String
    public var unitCount: Int

    public init(_ name: String, units: Int) { (self.name, unitCount) = (name, units) }
  }

  /// A line between a unit of one layer and one of the next.
  public struct Edge: Sendable, Hashable {
    /// The number of the layer that it comes from.
    public var layer: Int
    public var source: Int
    public var target: Int
    public var color: Color

    public init(layer: Int, source: Int, target: Int, color: Color) {
      (self.layer, self.source, self.target, self.color) = (layer, source, target, color)
    }
  }

  public var title: String?
  public var layers: [Layer]
  /// In the order in which they are drawn.
  public var edges: [Edge]
  public var legend: Legend

  public init(_ layers: [Layer], edges: [Edge] = [], title: String? = nil, legend: Legend = Legend()) {
    (self.layers, self.edges, self.title, self.legend) = (layers, edges, title, legend)
  }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    var rest = style.drawTitle(title, on: canvas, in: area)
    rest = LegendLayout(canvas: canvas, style: style).draw(legend, in: rest)
    let labelHeight = style.fontSize * 1.6
    let frame = rest.inset(left: style.fontSize * 2, top: style.gap, right: style.fontSize * 2, bottom: labelHeight)
    let tallest = layers.map(\.unitCount).max() ?? 1
    let radius = min(max(frame.height / Double(max(tallest, 1)) * 0.42, 0.6), style.fontSize * 0.6)

    func place(_ layer: Int, _ unit: Int) -> Point {
      let x = layers.count > 1 ? frame.left + frame.width * Double(layer) / Double(layers.count - 1) : frame.center.x
      let count = layers[layer].unitCount
      // From below to above, each layer as high as all, as the document draws it.
      let share = count > 1 ? Double(unit) / Double(count - 1) : 0.5
      return Point(x, frame.bottom - radius - share * (frame.height - 2 * radius))
    }
    let width = max(0.5, style.hairline * 1.3)
    let places = layers.enumerated().map { index, layer in (0..<layer.unitCount).map { place(index, $0) } }
    canvas.segments(
      edges.compactMap { edge in
        guard layers.indices.contains(edge.layer + 1) else { return nil }
        return .init(start: places[edge.layer][edge.source], end: places[edge.layer + 1][edge.target], color: edge.color)
      }, width: width)
    let units = places.flatMap { $0 }
    canvas.markers(
      units, color: [UInt16](repeating: 0, count: units.count), colors: [style.theme.background], radius: radius, edge: style.theme.mutedInk)
    for (index, layer) in layers.enumerated() {
      canvas.text(
        canvas.fitted(layer.name, size: style.fontSize, in: rest.width / Double(max(layers.count, 1))),
        at: Point(place(index, 0).x, rest.bottom - labelHeight * 0.4), size: style.fontSize, color: style.theme.ink, anchor: .middle)
    }
  }
}
