import Fathom

/// How weights or gradients are distributed, at a step or over all.
struct DistributionPlot {
  private let command: PlotCommand
  private let suffix: String
  private var what: String { suffix.isEmpty ? "weights" : "gradients" }

  init(_ command: PlotCommand, suffix: String) { (self.command, self.suffix) = (command, suffix) }

  /// More panels than these are too small to see.
  private static let mostPanels = 16
  /// More rows than these hide each other.
  private static let mostRows = 60
  private static let ridgelineBins = 80

  func drawing() throws -> PlotDrawing { command.particular.overTime ? try overTime() : try atOneStep() }

  private func atOneStep() throws -> PlotDrawing {
    let source = try WeightSource(command.sources[0], step: command.particular.stepNumber)
    let (names, notes) = try chosen(source)
    let charts = try names.map { name -> HistogramChart in
      let histogram = Histogram(of: try source.values(name))
      return HistogramChart([.init(name, Self.bins(histogram, command.view.bins))], axes: axes("\(name), \(source.name)\(Self.remark(histogram))", "frequency"))
    }
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: command.picture.title), notes: notes)
  }

  private func overTime() throws -> PlotDrawing {
    let run = try command.run(for: suffix.isEmpty ? .weights : .gradients)
    let steps = try run.steps(.checkpoint)
    guard let last = steps.last else { throw Failure(.badData, "\(run.path): the run has no checkpoints") }
    var (names, notes) = try chosen(WeightSource(try run.snapshot(.checkpoint, step: last)))
    // The first checkpoint may be from before there were gradients.
    let shown = Self.spread(steps, Self.mostRows)
    if shown.count < steps.count { notes.append("\(shown.count) of \(steps.count) steps are shown, evenly spread") }
    var histograms = [[(step: Int, histogram: Histogram)]](repeating: [], count: names.count)
    for step in shown {
      let snapshot = try run.snapshot(.checkpoint, step: step)
      for (index, name) in names.enumerated() where snapshot.shape(of: name) != nil {
        histograms[index].append((step, Histogram(of: try snapshot.values(name))))
      }
    }
    let charts = zip(names, histograms).map { name, rows in ridgelines(name, rows) }
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: command.picture.title), notes: notes)
  }

  private func ridgelines(_ name: String, _ rows: [(step: Int, histogram: Histogram)]) -> RidgelineChart {
    let (edges, isCut) = Self.edges(rows.map(\.histogram), count: Self.ridgelineBins)
    var chart = RidgelineChart(
      edges: edges,
      rows: rows.map { step, histogram in .init("\(step)", histogram.counts(between: edges).map(Double.init)) },
      axes: Axes(isCut ? "\(name) (the middle 99.8 %)" : name, x: Axis("value"), y: Axis("step")))
    if let row = rows.firstIndex(where: { $0.histogram.nonFiniteCount > 0 }) {
      chart.remarks = [.init(row: row, "from step \(rows[row].step) on some are not finite")]
    }
    return chart
  }

  /// Edges for all of several distributions. Where a few numbers lie far outside, the middle 99.8 % decide: one wild step would otherwise
  /// leave nothing to be seen of the others.
  static func edges(_ histograms: [Histogram], count: Int) -> (edges: [Double], isCut: Bool) {
    var all = Histogram()
    for histogram in histograms { all.merge(histogram) }
    guard all.finiteCount > 0 else { return ([-1, 1], false) }
    var (low, high) = (all.minimum, all.maximum)
    let (lower, upper) = (all.quantile(0.001), all.quantile(0.999))
    let isCut = high - low > 20 * (upper - lower) && upper > lower
    if isCut { (low, high) = (lower, upper) }
    if !(high > low) {
      let around = max(abs(low) * 0.5, 0.5)
      (low, high) = (low - around, high + around)
    }
    // A margin, so that the ends are seen to be ends; divided before it is taken, since extremes may be as far apart as Double reaches.
    let margin = high * 0.04 - low * 0.04
    (low, high) = (low - margin, high + margin)
    let edges = (0...count).map { index -> Double in
      let share = Double(index) / Double(count)
      return low * (1 - share) + high * share
    }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }), edges.allSatisfy(\.isFinite) else { return ([low - 1, high + 1], isCut) }
    return (edges, isCut)
  }

  static func bins(_ histogram: Histogram, _ count: Int) -> [HistogramChart.Bin] {
    histogram.linearBins(count).map { .init($0.left, $0.right, Double($0.count)) }
  }

  private static func remark(_ histogram: Histogram) -> String {
    histogram.nonFiniteCount > 0 ? ", \(histogram.nonFiniteCount) of \(histogram.count) not finite" : ""
  }

  private func axes(_ title: String, _ measure: String) -> Axes {
    Axes(title, x: Axis(suffix.isEmpty ? "weight" : "gradient"), y: Axis(measure, scale: command.view.valueScale))
  }

  private func chosen(_ source: WeightSource) throws -> (names: [String], notes: [String]) {
    let names = try source.tensors(command.view.layer, suffix: suffix, what: what)
    guard names.count > Self.mostPanels else { return (names, []) }
    return (Array(names.prefix(Self.mostPanels)), ["\(Self.mostPanels) of \(names.count) tensors are shown; --layer chooses others"])
  }

  static func spread(_ steps: [Int], _ count: Int) -> [Int] {
    guard steps.count > count, count > 1 else { return steps }
    return (0..<count).map { steps[$0 * (steps.count - 1) / (count - 1)] }
  }
}
