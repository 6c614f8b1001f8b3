import Fathom

/// Distributions as charts, for the commands that draw them.
enum DistributionCharts {
  typealias Row = (step: Int, histogram: Histogram)

  /// More panels than these are too small to see.
  static let mostPanels = 16
  /// More rows than these hide each other.
  static let mostRows = 60
  static let ridgelineBins = 80

  /// How a tensor's distribution changed, from histograms.
  static func ridgelines(_ name: String, _ rows: [Row]) -> RidgelineChart {
    let histograms = rows.map(\.histogram)
    let bins = DistributionBins(histograms, count: DistributionBins.resolved(ridgelineBins, by: histograms))
    return ridgelines(name, bins, zip(rows, rows.map { $0.histogram.counts(between: bins.edges) }).map { ($0.step, $1) })
  }

  /// How a tensor's distribution changed, from what was counted in bins.
  static func ridgelines(_ name: String, _ bins: DistributionBins, _ rows: [(step: Int, counts: [Int])]) -> RidgelineChart {
    RidgelineChart(
      edges: bins.edges, rows: rows.map { step, counts in .init("\(step)", counts.map(Double.init)) },
      axes: Axes(bins.isCut ? "\(name) (the middle 99.8 %)" : name, x: Axis("value"), y: Axis("step")))
  }

  static func bins(_ histogram: Histogram, _ count: Int) -> [HistogramChart.Bin] {
    histogram.linearBins(count).map { .init($0.left, $0.right, Double($0.count)) }
  }

  /// Bins of equal width from the least to the greatest of the numbers, each number counted in its own, as NumPy counts them.
  static func bins(of values: Tensor<Float>, _ count: Int) -> [HistogramChart.Bin] {
    let coarse = Histogram(of: values).linearBins(count)
    guard coarse.count > 1 else { return coarse.map { .init($0.left, $0.right, Double($0.count)) } }
    let bins = DistributionBins(edges: coarse.map(\.left) + [coarse[coarse.count - 1].right])
    return zip(coarse, bins.counts(of: values)).map { .init($0.left, $0.right, Double($1)) }
  }
}
