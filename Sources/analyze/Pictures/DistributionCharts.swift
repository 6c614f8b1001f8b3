import Fathom

/// Distributions as charts, for the commands that draw them.
enum DistributionCharts {
  typealias Row = (step: Int, histogram: Histogram)

  /// More panels than these are too small to see.
  static let mostPanels = 16
  /// More rows than these hide each other.
  static let mostRows = 60
  private static let ridgelineBins = 80

  /// How a tensor's distribution changed.
  /// - Parameter findings: Those that are about this tensor are written where they begin.
  static func ridgelines(_ name: String, _ rows: [Row], findings: [Finding] = []) -> RidgelineChart {
    let (edges, isCut) = edges(rows.map(\.histogram), count: ridgelineBins)
    var chart = RidgelineChart(
      edges: edges,
      rows: rows.map { step, histogram in .init("\(step)", histogram.counts(between: edges).map(Double.init)) },
      axes: Axes(isCut ? "\(name) (the middle 99.8 %)" : name, x: Axis("value"), y: Axis("step")))
    chart.remarks = remarks(name, rows, findings)
    return chart
  }

  private static func remarks(_ name: String, _ rows: [Row], _ findings: [Finding]) -> [RidgelineChart.Remark] {
    let suffix = Snapshot.gradientSuffix
    let isGradient = name.hasSuffix(suffix)
    let weight = isGradient ? String(name.dropLast(suffix.count)) : name
    return findings.compactMap { finding -> RidgelineChart.Remark? in
      guard finding.verdict == .ill || finding.verdict == .warning, let step = finding.step,
        // What is not finite is so in the weights or in the gradients; all other signs are the layer's.
        finding.layer == (finding.sign == .nonFinite ? name : weight), let row = rows.firstIndex(where: { $0.step >= step })
      else { return nil }
      return .init(row: row, "\(finding.sign.rawValue) from step \(step) on" + (finding.verdict == .warning ? " (a warning)" : ""))
    }
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

  /// So many of the steps, the first and the last among them.
  static func spread(_ steps: [Int], _ count: Int) -> [Int] {
    guard steps.count > count, count > 1 else { return steps }
    return (0..<count).map { steps[$0 * (steps.count - 1) / (count - 1)] }
  }
}
