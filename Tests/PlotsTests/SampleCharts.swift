@testable import Plots

/// One small chart of each type, every number in it from a formula.
enum SampleCharts {
  struct Sample: Sendable {
    var name: String
    var chart: any Chart
    var style: Style
  }

  private static func style(_ theme: Theme = .light) -> Style {
    Style(theme: theme, size: Size(240, 180), fontSize: 8, scale: 1, font: .builtIn)
  }

  /// Numbers that look random: the fractional parts of multiples of an irrational.
  static func spread(_ count: Int, _ factor: Double) -> [Double] {
    (0..<count).map { (Double($0 + 1) * factor).truncatingRemainder(dividingBy: 1) }
  }

  static let all: [Sample] = [
    Sample(name: "scatter", chart: scatter, style: style()),
    Sample(name: "scatter-values-dark", chart: valuedScatter, style: style(.dark)),
    Sample(name: "lines", chart: lines, style: style()),
    Sample(name: "lines-logarithmic", chart: logarithmicLines, style: style(.dark)),
    Sample(name: "histogram", chart: histogram, style: style()),
    Sample(name: "ridgelines", chart: ridgelines, style: style()),
    Sample(name: "heat-map", chart: heatMap, style: style()),
    Sample(name: "image-grid", chart: imageGrid, style: style()),
    Sample(name: "network", chart: network, style: style()),
    Sample(name: "bars", chart: BarChart(names: (0..<9).map(String.init), values: spread(9, 0.618).map { $0 * 8 - 3 }, axes: Axes("Logits", y: Axis("value"))), style: style(.dark)),
    Sample(name: "matrix", chart: matrix, style: style()),
    Sample(name: "dendrogram", chart: dendrogram, style: style()),
    Sample(name: "table", chart: table, style: style()),
    Sample(name: "panels", chart: Panels([lines, histogram, heatMap], title: "Three at once"), style: style()),
  ]

  static var scatter: ScatterChart {
    let (a, b) = (spread(150, 0.618033), spread(150, 0.414213))
    let kinds = (0..<150).map { $0 % 3 }
    let x = a.indices.map { Float(a[$0] + Double(kinds[$0]) * 1.2) }
    let y = b.indices.map { Float(b[$0] * (1 + Double(kinds[$0]))) }
    var chart = ScatterChart(x, y, coloring: .categories(kinds, names: ["cat", "dog", "hen"]), axes: Axes("Scatter", x: Axis("x"), y: Axis("y")))
    chart.namesGroups = true
    return chart
  }

  static var valuedScatter: ScatterChart {
    let (a, b) = (spread(200, 0.618033), spread(200, 0.414213))
    var chart = ScatterChart(
      a.map(Float.init), b.map(Float.init), coloring: .values(zip(a, b).map { $0 * $1 }, title: "product"), axes: Axes("By value", hasEqualUnits: true))
    chart.hasEdges = true
    return chart
  }

  static var lines: LineChart {
    let x = (0..<50).map(Double.init)
    return LineChart(
      [
        .init("train", x: x, y: x.map { 1 / (1 + $0 * 0.2) }), .init("valid", x: x, y: x.map { 1 / (1 + $0 * 0.15) + 0.05 }, isDashed: true),
        // Broken where it is no number.
        .init("broken", x: x, y: x.map { $0 == 20 ? .nan : 0.4 + 0.005 * $0 }),
      ], axes: Axes("Loss", x: Axis("epoch"), y: Axis("loss")))
  }

  static var logarithmicLines: LineChart {
    let x = (0..<30).map(Double.init)
    return LineChart(
      [.init("up", x: x, y: x.map { PlotMath.power(10, $0 / 5 - 3) }), .init("down", x: x, y: x.map { PlotMath.power(10, 1 - $0 / 10) })],
      axes: Axes("Powers", x: Axis("step"), y: Axis("norm", scale: .logarithmic)))
  }

  static var histogram: HistogramChart {
    let bins = (0..<20).map { bin -> HistogramChart.Bin in
      let left = Double(bin) / 10 - 1
      let count = 100 - (bin - 10) * (bin - 10)
      return HistogramChart.Bin(left, left + 0.1, Double(count))
    }
    return HistogramChart([.init("weights", bins)], axes: Axes("Weights", x: Axis("value"), y: Axis("count")))
  }

  static var ridgelines: RidgelineChart {
    let edges = (0...40).map { Double($0) / 20 - 1 }
    let rows = (0..<12).map { row in
      RidgelineChart.Row("\(row * 10)", (0..<40).map { bin in
        let x = (Double(bin) - 20 - Double(row)) / (1 + Double(row) * 0.5)
        return 100 / (1 + x * x)
      })
    }
    var chart = RidgelineChart(edges: edges, rows: rows, axes: Axes("fc1.weight", x: Axis("value"), y: Axis("step")))
    chart.remarks = [.init(row: 10, "exploding")]
    return chart
  }

  static var heatMap: HeatMap {
    let values = (0..<31 * 41).map { index -> Double in
      let (x, y) = (Double(index % 41) / 20 - 1, Double(index / 41) / 15 - 1)
      return x * x + y * y
    }
    var map = HeatMap(values, rows: 31, columns: 41, x: -1...1, y: -1...1, coloring: .values(.viridis, title: "r²"), axes: Axes("Bowl"))
    map.contours = [.init(values, levels: [0.25, 1])]
    return map
  }

  static var imageGrid: ImageGrid {
    let tiles = (0..<10).map { number in
      ImageGrid.Tile(
        (0..<36).map { Float(($0 * (number + 1)) % 7) - 3 }, height: 6, width: 6, caption: "#\(number)",
        mark: number == 4 ? .init(left: 1, top: 1, right: 4, bottom: 3) : nil)
    }
    var grid = ImageGrid(tiles, title: "Filters", colors: .blueRed, isCentered: true)
    grid.guides = [2, 4]
    return grid
  }

  static var network: NetworkGraph {
    var edges: [NetworkGraph.Edge] = []
    for source in 0..<12 {
      for target in 0..<5 where (source * target) % 4 == 1 {
        let color = source % 2 == 0 ? Palette.increase : Palette.decrease
        edges.append(.init(layer: 0, source: source, target: target, color: color.withAlpha(0.2 + Double(target) * 0.2)))
      }
    }
    return NetworkGraph(
      [.init("l2", units: 12), .init("l3", units: 5), .init("l4", units: 5)], edges: edges, title: "batch 1",
      legend: Legend([.init("increase", Palette.increase, .line), .init("decrease", Palette.decrease, .line)]))
  }

  static var matrix: MatrixChart {
    MatrixChart(
      (0..<12).map { Double($0) / 11 }, rowNames: ["conv1", "conv2", "fc1"], columnNames: ["a", "b", "c", "d"], range: 0...1, axes: Axes("CKA"))
  }

  static var dendrogram: Dendrogram {
    Dendrogram(
      [.init(0, 1, height: 0.5), .init(2, 3, height: 0.8), .init(4, 5, height: 0.6), .init(6, 7, height: 1.5), .init(8, 9, height: 3)],
      leafNames: (0..<6).map(String.init), axes: Axes("Units of l4", y: Axis("distance")))
  }

  static var table: TableChart {
    TableChart(
      header: ["layer", "kind", "shape", "parameters"],
      rows: [["conv1", "Conv2d", "16 x 32 x 32", "160"], ["pool1", "MaxPool2d", "16 x 16 x 16", "0"], ["fc1", "Linear", "64", "131136"]],
      rightAligned: [3], title: "Layers")
  }
}
