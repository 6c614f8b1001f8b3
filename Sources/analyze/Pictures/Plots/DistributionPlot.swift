import Fathom

/// How weights, gradients or what layers make of the probe samples are distributed, at a step or over all.
struct DistributionPlot {
  enum Quantity: String { case weights, gradients, features }

  private let plan: PlotPlan
  private let quantity: Quantity

  init(_ plan: PlotPlan, _ quantity: Quantity) { (self.plan, self.quantity) = (plan, quantity) }

  private var suffix: String { quantity == .gradients ? Snapshot.gradientSuffix : "" }

  func drawing() throws -> PlotDrawing { plan.overTime ? try overTime() : try atOneStep() }

  // MARK: - One step

  private func atOneStep() throws -> PlotDrawing {
    let source = try WeightSource(plan.sources[0], step: plan.step)
    let (names, notes) = Self.fewEnough(try source.tensors(plan.layers, suffix: suffix, what: quantity.rawValue))
    let charts = try names.map { name -> HistogramChart in
      let values = try source.values(name)
      let missing = Histogram(of: values).nonFiniteCount
      let remark = missing > 0 ? ", \(missing) of \(values.count) not finite" : ""
      return HistogramChart(
        [.init(name, DistributionCharts.bins(of: values, plan.bins ?? PlotPlan.usualBins))],
        axes: Axes(
          "\(name), \(source.name)\(remark)", x: Axis(quantity == .weights ? "weight" : "gradient"), y: Axis("frequency", scale: plan.valueScale)))
    }
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: plan.title), notes: notes)
  }

  private static func fewEnough(_ names: [String]) -> (names: [String], notes: [String]) {
    let most = DistributionCharts.mostPanels
    guard names.count > most else { return (names, []) }
    return (Array(names.prefix(most)), ["\(most) of \(names.count) tensors are shown; --layer chooses others"])
  }

  // MARK: - All steps

  private func overTime() throws -> PlotDrawing {
    let run = try plan.run(for: quantity.rawValue)
    let kind = quantity == .features ? SnapshotKind.activations : .checkpoint
    let steps = try run.steps(kind)
    guard let last = steps.last else { throw Failure(.badData, "\(run.path): the run has no \(kind.folder)") }
    let source = WeightSource(try run.snapshot(kind, step: last))
    var (names, notes) = Self.fewEnough(
      quantity == .features && plan.layers.isEmpty ? source.names : try source.tensors(plan.layers, suffix: suffix, what: quantity.rawValue))
    var shown = StepSpread.steps(steps, atMost: DistributionCharts.mostRows)
    if shown.count < steps.count { notes.append("\(shown.count) of \(steps.count) steps are shown, evenly spread") }
    // A layer may have been recorded at few of the steps.
    if names.count == 1 {
      let own = try run.steps(kind, having: names[0])
      if own.count < steps.count { shown = StepSpread.steps(own, atMost: DistributionCharts.mostRows) }
    }
    let charts = try ridgelines(names, shown, run, kind, try marks(run, &notes))
    return PlotDrawing(charts.count == 1 ? charts[0] : Panels(charts, title: plan.title), notes: notes)
  }

  /// Looks at each step twice: for what all rows share, and to count.
  private func ridgelines(_ names: [String], _ steps: [Int], _ run: RunDirectory, _ kind: SnapshotKind, _ marks: FindingMarks?) throws -> [any Chart] {
    func visit(_ body: (_ step: Int, _ index: Int, _ values: Tensor<Float>) -> Void) throws {
      for step in steps {
        let snapshot = try run.snapshot(kind, step: step)
        // The first checkpoint may be from before there were gradients.
        for (index, name) in names.enumerated() where snapshot.shape(of: name) != nil { body(step, index, try snapshot.values(name)) }
      }
    }
    var histograms = [[Histogram]](repeating: [], count: names.count)
    try visit { histograms[$1].append(Histogram(of: $2)) }
    let bins = histograms.map { DistributionBins($0, count: DistributionCharts.ridgelineBins) }
    var rows = [[(step: Int, counts: [Int])]](repeating: [], count: names.count)
    try visit { step, index, values in rows[index].append((step, bins[index].counts(of: values))) }
    return names.indices.map { index in
      var chart = DistributionCharts.ridgelines(names[index], bins[index], rows[index])
      chart.remarks = marks?.remarks(on: names[index], steps: rows[index].map(\.step)) ?? []
      return chart
    }
  }

  /// What `analyze doctor` finds; a run in which it cannot look is drawn without.
  private func marks(_ run: RunDirectory, _ notes: inout [String]) throws -> FindingMarks? {
    do {
      return FindingMarks(Checkup.findings(in: try HealthEvidence(run: run.path) { _, _ in }), layers: try run.layers())
    } catch {
      notes.append("signs of what is wrong are not marked: \(error)")
      return nil
    }
  }
}
