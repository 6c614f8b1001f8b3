import Fathom

/// How the weights of a run were distributed at its steps, on the same bins at all.
struct ReportHistograms {
  private let run: RunDirectory
  private let stepLimit: Int

  private static let binCount = 40
  /// More would be neither looked at nor light.
  private static let mostTensors = 24

  init(_ run: RunDirectory, stepLimit: Int) { (self.run, self.stepLimit) = (run, stepLimit) }

  func blocks() throws -> [ReportPage.Block] {
    let all = try run.steps(.checkpoint)
    guard let last = all.last else { return [.text("The run recorded no checkpoints.")] }
    let steps = DistributionCharts.spread(all, stepLimit)
    let names = try WeightSource(try run.snapshot(.checkpoint, step: last)).tensors([], what: "weights")
    let shown = Array(names.prefix(Self.mostTensors))
    var histograms = [[Histogram]](repeating: [], count: shown.count)
    for step in steps {
      let snapshot = try run.snapshot(.checkpoint, step: step)
      for (place, name) in shown.enumerated() {
        histograms[place].append(snapshot.shape(of: name) == nil ? Histogram() : Histogram(of: try snapshot.values(name)))
      }
    }
    let distributions = zip(shown, histograms).map { name, histograms in Self.distribution(name, histograms) }
    var notes: [String] = []
    if steps.count < all.count { notes.append("\(steps.count) of \(all.count) steps, evenly spread") }
    if shown.count < names.count { notes.append("\(shown.count) of \(names.count) tensors") }
    return (notes.isEmpty ? [] : [.text("Shown: \(notes.joined(separator: "; ")).")]) + [.distributions(steps: steps, distributions)]
  }

  private static func distribution(_ name: String, _ histograms: [Histogram]) -> ReportPage.Distribution {
    let (edges, isCut) = DistributionCharts.edges(histograms, count: binCount)
    let remarks = histograms.map { histogram in
      [
        isCut ? "the middle 99.8 %" : nil,
        histogram.nonFiniteCount > 0 ? "\(histogram.nonFiniteCount) of \(histogram.count) not finite" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
    }
    return ReportPage.Distribution(
      name, low: edges[0], high: edges[edges.count - 1], counts: histograms.map { $0.counts(between: edges).map { Int($0) } }, remarks: remarks)
  }
}
