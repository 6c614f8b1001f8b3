import Fathom

/// How weights or gradients are distributed, at a step or over all.
struct DistributionPlot {
  private let command: PlotCommand
  private let suffix: String
  private var what: String { suffix.isEmpty ? "weights" : "gradients" }

  init(_ command: PlotCommand, suffix: String) { (self.command, self.suffix) = (command, suffix) }

  func drawing() throws -> PlotDrawing { command.particular.overTime ? try overTime() : try atOneStep() }

  private func atOneStep() throws -> PlotDrawing {
    let source = try WeightSource(command.sources[0], step: command.particular.stepNumber)
    let (names, notes) = try chosen(source)
    let charts = try names.map { name -> HistogramChart in
      let histogram = Histogram(of: try source.values(name))
      return HistogramChart([.init(name, DistributionCharts.bins(histogram, command.view.bins))], axes: axes("\(name), \(source.name)\(Self.remark(histogram))", "frequency"))
    }
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: command.picture.title), notes: notes)
  }

  private func overTime() throws -> PlotDrawing {
    let run = try command.run(for: suffix.isEmpty ? .weights : .gradients)
    let steps = try run.steps(.checkpoint)
    guard let last = steps.last else { throw Failure(.badData, "\(run.path): the run has no checkpoints") }
    var (names, notes) = try chosen(WeightSource(try run.snapshot(.checkpoint, step: last)))
    let shown = DistributionCharts.spread(steps, DistributionCharts.mostRows)
    if shown.count < steps.count { notes.append("\(shown.count) of \(steps.count) steps are shown, evenly spread") }
    var histograms = [[DistributionCharts.Row]](repeating: [], count: names.count)
    for step in shown {
      let snapshot = try run.snapshot(.checkpoint, step: step)
      // The first checkpoint may be from before there were gradients.
      for (index, name) in names.enumerated() where snapshot.shape(of: name) != nil {
        histograms[index].append((step, Histogram(of: try snapshot.values(name))))
      }
    }
    let findings = findings(run, &notes)
    let charts = zip(names, histograms).map { name, rows in DistributionCharts.ridgelines(name, rows, findings: findings) }
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: command.picture.title), notes: notes)
  }

  /// What `analyze doctor` finds; a run in which it cannot look is drawn without.
  private func findings(_ run: RunDirectory, _ notes: inout [String]) -> [Finding] {
    do {
      return Checkup.findings(in: try HealthEvidence(run: run.path) { _, _ in })
    } catch {
      notes.append("signs of what is wrong are not marked: \(error)")
      return []
    }
  }

  private static func remark(_ histogram: Histogram) -> String {
    histogram.nonFiniteCount > 0 ? ", \(histogram.nonFiniteCount) of \(histogram.count) not finite" : ""
  }

  private func axes(_ title: String, _ measure: String) -> Axes {
    Axes(title, x: Axis(suffix.isEmpty ? "weight" : "gradient"), y: Axis(measure, scale: command.view.valueScale))
  }

  private func chosen(_ source: WeightSource) throws -> (names: [String], notes: [String]) {
    let names = try source.tensors(command.view.layer, suffix: suffix, what: what)
    guard names.count > DistributionCharts.mostPanels else { return (names, []) }
    return (Array(names.prefix(DistributionCharts.mostPanels)), ["\(DistributionCharts.mostPanels) of \(names.count) tensors are shown; --layer chooses others"])
  }
}
