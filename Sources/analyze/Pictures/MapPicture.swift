import Fathom

/// A map as a picture: a point for each row, coloured by its label.
enum MapPicture {
  /// - Parameter coordinates: [rows, 1, 2 or 3]; with three, each two of them make a panel.
  static func chart(_ coordinates: Tensor<Float>, labels: Labels?, names: [String]?, title: String) throws -> any Chart {
    let dimensions = coordinates.shape[1]
    let columns = coordinates.withUnsafeBufferPointer { values in
      (0..<dimensions).map { axis in stride(from: axis, to: values.count, by: dimensions).map { values[$0] } }
    }
    let coloring = coloring(labels, names)
    func scatter(_ a: Int, _ b: Int, title: String?, isLast: Bool) -> ScatterChart {
      let axisNames = ["x", "y", "z"]
      var chart = ScatterChart(
        columns[a], columns[b], coloring: coloring,
        axes: Axes(title, x: Axis(axisNames[a]), y: Axis(axisNames[b]), hasEqualUnits: true))
      chart.namesGroups = namesGroups(coloring)
      chart.showsLegend = isLast
      return chart
    }
    switch dimensions {
    case 1:
      // One coordinate: a row of points for each label, so that groups are seen beside each other.
      var (heights, ticks) = ([Float](repeating: 0, count: columns[0].count), [Axis.Tick]())
      if case .categories(let kinds, let names) = coloring {
        heights = kinds.map(Float.init)
        ticks = names.enumerated().map { Axis.Tick(Double($0.offset), $0.element) }
      }
      var chart = ScatterChart(columns[0], heights, coloring: coloring, axes: Axes(title, x: Axis("x"), y: Axis(ticks: ticks)))
      chart.showsLegend = false
      return chart
    case 2: return scatter(0, 1, title: title, isLast: true)
    case 3:
      let pairs = [(0, 1), (0, 2), (1, 2)]
      return Panels(pairs.map { scatter($0.0, $0.1, title: nil, isLast: $0.0 == 1) }, title: title)
    default: throw Failure(.usage, "--plot draws maps of 1 to 3 dimensions, not of \(dimensions)")
    }
  }

  /// Names in the map are legible for a few kinds, each with its own place; more would hide the points.
  private static func namesGroups(_ coloring: ScatterChart.Coloring) -> Bool {
    if case .categories(_, let names) = coloring { (4...40).contains(names.count) } else { false }
  }

  /// Labels as kinds; numbers of many values, as a height or a time, as a range of colours.
  static func coloring(_ labels: Labels?, _ names: [String]?) -> ScatterChart.Coloring {
    switch labels {
    case nil: return .one(nil)
    case .texts(let texts)?:
      let kinds = Set(texts).sorted()
      let numbers = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
      return .categories(texts.map { numbers[$0]! }, names: kinds)
    case .integers(let values)?:
      let kinds = Set(values).sorted()
      if kinds.count > 64 { return .values(values.map(Double.init), title: "label") }
      let numbers = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
      let words = kinds.map { kind in names.flatMap { $0.indices.contains(kind) ? $0[kind] : nil } ?? "\(kind)" }
      return .categories(values.map { numbers[$0]! }, names: words)
    }
  }
}
