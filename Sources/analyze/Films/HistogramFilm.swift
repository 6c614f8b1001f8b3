import Fathom

/// How weights are distributed, step by step on the same axes.
struct HistogramFilm: Film {
  let title: String
  private let scene: FilmScene
  private let steps: [Int]
  private let tensors: [String]
  private let bins: [DistributionBins]
  private let tops: [Double]

  /// More panels than these are too small to see.
  private static let mostPanels = 12
  private static let usualBins = 40

  init(_ scene: FilmScene) throws {
    self.scene = scene
    let tensors = Array(try scene.weights().tensors(scene.view.layers, what: "weights").prefix(Self.mostPanels))
    let steps = try scene.steps(.checkpoint, having: tensors)
    var all = [Histogram](repeating: Histogram(), count: tensors.count)
    try scene.survey(steps) { step in
      let snapshot = try scene.run.snapshot(.checkpoint, step: step)
      for (index, tensor) in tensors.enumerated() { all[index].merge(Histogram(of: try snapshot.values(tensor))) }
    }
    let bins = all.map { DistributionBins([$0], count: scene.view.bins ?? Self.usualBins) }
    // As high as most steps need: one step at which all are equal would press the others down.
    var tops = [Double](repeating: 1, count: tensors.count)
    for (index, tensor) in tensors.enumerated() {
      var highest: [Int] = []
      for step in StepSpread.steps(steps, atMost: 21) {
        highest.append(bins[index].counts(of: try scene.run.snapshot(.checkpoint, step: step).values(tensor)).max() ?? 1)
      }
      let sorted = highest.sorted()
      tops[index] = min(Double(sorted[sorted.count - 1]), 1.6 * Double(sorted[sorted.count * 3 / 4]))
    }
    (self.steps, self.tensors, self.bins, self.tops) = (steps, tensors, bins, tops.map { max($0, 1) * 1.05 })
    title = scene.view.title ?? (tensors.count == 1 ? tensors[0] : "Weights")
  }

  var frameCount: Int { steps.count }
  func label(of frame: Int) -> String { "step \(steps[frame])" }

  func chart(of frame: Int) throws -> any Chart {
    let snapshot = try scene.run.snapshot(.checkpoint, step: steps[frame])
    let charts = try tensors.indices.map { index -> HistogramChart in
      let edges = bins[index].edges
      let counts = bins[index].counts(of: try snapshot.values(tensors[index]))
      let bars = counts.enumerated().map { HistogramChart.Bin(edges[$0.offset], edges[$0.offset + 1], Double($0.element)) }
      let isLog = scene.view.valueScale == .logarithmic
      return HistogramChart(
        [.init(tensors[index], bars)],
        axes: Axes(
          tensors[index], x: Axis("weight", range: edges[0]...edges[edges.count - 1]),
          y: Axis("count", range: (isLog ? 0.5 : 0)...tops[index], scale: scene.view.valueScale)))
    }
    return charts.count == 1 ? charts[0] : Panels(charts, title: title)
  }
}
