import Fathom

/// Where a network of two inputs decides for what, with the samples that it was trained and is tested with.
struct BoundaryPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let run = try plan.run(for: "boundary")
    let snapshot = try run.snapshot(.checkpoint, step: plan.step)
    let source = try PlaneNetwork(run, snapshot)
    guard let around = source.training ?? source.test else { throw Failure(.badData, "\(run.path): there are no samples to look around") }
    let area = try Area(around.places, grid: plan.grid, margin: plan.margin)
    var logits = try area.logits(source.network)
    var classCount = logits.count / (area.rows * area.columns)
    if classCount == 1 {
      // One number for two classes: above the middle it is the second.
      logits = logits.flatMap { [source.middle, $0] }
      classCount = 2
    }
    let names = (0..<classCount).map { class_ in source.classNames.flatMap { $0.indices.contains(class_) ? $0[class_] : nil } ?? "\(class_)" }

    var map = HeatMap(
      area.decisions(logits, classCount), rows: area.rows, columns: area.columns, x: area.x, y: area.y,
      coloring: .categories(names: names, opacity: 0.35))
    map.showsLegend = false
    map.contours = (classCount == 2 ? [1] : Array(0..<classCount)).map { .init(area.margins(logits, of: $0, classCount), levels: [0]) }
    var layers: [any PlaneChart] = [map]
    if let training = source.training { layers.append(scatter(training, names, opacity: 0.6, showsLegend: true)) }
    if let test = source.test { layers.append(scatter(test, names, opacity: 1, showsLegend: source.training == nil)) }
    let title = plan.title ?? "Decision boundary, step \(snapshot.step)" + (layers.count > 2 ? "; larger: the test samples" : "")
    return PlotDrawing(OverlayChart(layers, axes: Axes(title, x: Axis("X1", range: area.x), y: Axis("X2", range: area.y), showsGrid: false)))
  }

  private func scatter(_ points: PlaneNetwork.Points, _ names: [String], opacity: Double, showsLegend: Bool) -> ScatterChart {
    let values = points.places.scalars
    var chart = ScatterChart(
      stride(from: 0, to: values.count, by: 2).map { values[$0] }, stride(from: 1, to: values.count, by: 2).map { values[$0] },
      coloring: points.labels.map { .categories($0, names: names) } ?? .one(nil))
    (chart.opacity, chart.hasEdges, chart.showsLegend) = (opacity, true, showsLegend)
    chart.radius = plan.style.fontSize * (opacity < 1 ? 0.22 : 0.28)
    return chart
  }

  /// The points that are tried: those of NumPy's `arange(min - margin, max + margin, grid)` in both directions.
  private struct Area {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    let rows: Int
    let columns: Int
    private let xs: [Float]
    private let ys: [Float]

    init(_ samples: Tensor<Float>, grid: Double, margin: Double) throws {
      func places(_ axis: Int) throws -> [Double] {
        let values = stride(from: axis, to: samples.count, by: 2).map { Double(samples.scalars[$0]) }
        let (low, high) = ((values.min() ?? 0) - margin, (values.max() ?? 0) + margin)
        let count = ((high - low) / grid).rounded(.up)
        guard count >= 2, count <= 20_000 else { throw Failure(.usage, "--grid \(grid) makes \(count) points beside each other") }
        return (0..<Int(count)).map { low + Double($0) * grid }
      }
      let (across, up) = (try places(0), try places(1))
      guard across.count * up.count <= 25_000_000 else { throw Failure(.usage, "--grid \(grid) makes \(across.count) x \(up.count) points") }
      (x, y) = (across[0]...across[across.count - 1], up[0]...up[up.count - 1])
      (rows, columns) = (up.count, across.count)
      (xs, ys) = (across.map(Float.init), up.map(Float.init))
    }

    /// [rows, columns, classes], row by row from below.
    func logits(_ network: Network<Float>) throws -> [Float] {
      var result: [Float] = []
      for y in ys {
        let line = Tensor<Float>(xs.flatMap { [$0, y] }, shape: [columns, 2])
        do throws(NetworkError) { result += try network.forward(line).scalars } catch { throw Failure(.badData, "\(error)") }
      }
      return result
    }

    func decisions(_ logits: [Float], _ classCount: Int) -> [Double] {
      stride(from: 0, to: logits.count, by: classCount).map { start in
        Double((0..<classCount).max { logits[start + $0] < logits[start + $1] } ?? 0)
      }
    }

    /// How much the logit of a class is above the greatest of the others.
    func margins(_ logits: [Float], of class_: Int, _ classCount: Int) -> [Double] {
      stride(from: 0, to: logits.count, by: classCount).map { start in
        let others = (0..<classCount).lazy.filter { $0 != class_ }.map { logits[start + $0] }.max() ?? 0
        return Double(logits[start + class_] - others)
      }
    }
  }
}
