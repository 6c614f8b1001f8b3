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
    let steps = StepSpread.steps(all, atMost: stepLimit)
    let names = try WeightSource(try run.snapshot(.checkpoint, step: last)).tensors([], what: "weights")
    let shown = Array(names.prefix(Self.mostTensors))
    func visit(_ body: (_ place: Int, _ values: Tensor<Float>) -> Void) throws {
      for step in steps {
        let snapshot = try run.snapshot(.checkpoint, step: step)
        // A step without a tensor has a histogram of nothing.
        for (place, name) in shown.enumerated() { body(place, snapshot.shape(of: name) == nil ? .zeros([0]) : try snapshot.values(name)) }
      }
    }
    var histograms = [[Histogram]](repeating: [], count: shown.count)
    try visit { histograms[$0].append(Histogram(of: $1)) }
    let bins = histograms.map { DistributionBins($0, count: Self.binCount) }
    var counts = [[[Int]]](repeating: [], count: shown.count)
    try visit { counts[$0].append(bins[$0].counts(of: $1)) }
    let distributions = shown.indices.map { Self.distribution(shown[$0], bins[$0], histograms[$0], counts[$0]) }
    var notes: [String] = []
    if steps.count < all.count { notes.append("\(steps.count) of \(all.count) steps, evenly spread") }
    if shown.count < names.count { notes.append("\(shown.count) of \(names.count) tensors") }
    return (notes.isEmpty ? [] : [.text("Shown: \(notes.joined(separator: "; ")).")]) + [.distributions(steps: steps, distributions)]
  }

  private static func distribution(_ name: String, _ bins: DistributionBins, _ histograms: [Histogram], _ counts: [[Int]]) -> ReportPage.Distribution {
    let remarks = histograms.map { histogram in
      [
        bins.isCut ? "the middle 99.8 %" : nil,
        histogram.count == 0 ? "not recorded" : nil,
        histogram.nonFiniteCount > 0 ? "\(histogram.nonFiniteCount) of \(histogram.count) not finite" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
    }
    return ReportPage.Distribution(name, low: bins.edges[0], high: bins.edges[bins.edges.count - 1], counts: counts, remarks: remarks)
  }
}
