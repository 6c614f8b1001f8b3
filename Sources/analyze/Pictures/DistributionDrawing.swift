import Fathom

/// Gathers the distributions that a picture shows while they are counted: those of some steps and tensors, however many there are.
struct DistributionDrawing {
  private let steps: [Int]
  private let allSteps: Int
  private let bins: Int
  private var tensors: [(name: String, rows: [DistributionCharts.Row])] = []
  private var omitted: Set<String> = []

  init(steps: [Int], bins: Int) {
    let all = Set(steps).sorted()
    self.steps = StepSpread.steps(all, atMost: DistributionCharts.mostRows)
    allSteps = all.count
    self.bins = bins
  }

  mutating func add(_ histogram: Histogram, step: Int, tensor: String) {
    guard steps.contains(step) else { return }
    if let index = tensors.firstIndex(where: { $0.name == tensor }) {
      tensors[index].rows.append((step, histogram))
    } else if tensors.count < DistributionCharts.mostPanels {
      tensors.append((tensor, [(step, histogram)]))
    } else {
      omitted.insert(tensor)
    }
  }

  /// What the picture leaves out.
  var notes: [String] {
    (steps.count < allSteps ? ["the picture shows \(steps.count) of \(allSteps) steps, evenly spread"] : [])
      + (omitted.isEmpty ? [] : ["the picture shows \(tensors.count) of \(tensors.count + omitted.count) tensors; --tensor chooses others"])
  }

  /// Ridgelines where there are several steps, otherwise histograms.
  func chart(title: String?) -> any Chart {
    let charts = tensors.map { name, rows -> any Chart in
      if rows.count > 1 { return DistributionCharts.ridgelines(name, rows) }
      return HistogramChart(
        [.init(name, DistributionCharts.bins(rows[0].histogram, bins))], axes: Axes(name, x: Axis("value"), y: Axis("count")))
    }
    return charts.count == 1 ? charts[0] : Panels(charts, title: title)
  }
}
