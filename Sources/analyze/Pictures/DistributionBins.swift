import Fathom

/// Bins of equal width that several distributions share.
struct DistributionBins {
  let edges: [Double]
  /// Whether the numbers furthest out lie in none.
  private(set) var isCut = false

  /// - Parameter edges: Ascending, at equal distances.
  init(edges: [Double]) { self.edges = edges }

  /// Bins for all of several distributions. Where a few numbers lie far outside, the middle 99.8 % decide: one wild step would otherwise
  /// leave nothing to be seen of the others.
  init(_ histograms: [Histogram], count: Int) {
    var all = Histogram()
    for histogram in histograms { all.merge(histogram) }
    guard all.finiteCount > 0 else {
      self.init(edges: [-1, 1])
      return
    }
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
    let isSound = zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 } && edges.allSatisfy(\.isFinite)
    self.init(edges: isSound ? edges : [low - 1, high + 1])
    self.isCut = isCut
  }

  /// As many bins as histograms tell apart, up to `count`: a cell of theirs is up to 1/128 of a number wide, and a finer bin would show
  /// what is in no data.
  static func resolved(_ count: Int, by histograms: [Histogram]) -> Int {
    let (low, high) = (histograms.map(\.minimum).filter(\.isFinite).min() ?? 0, histograms.map(\.maximum).filter(\.isFinite).max() ?? 0)
    let widest = max(abs(low), abs(high)) / 128
    guard widest > 0, high > low else { return count }
    return max(8, Int(min(Double(count), (high - low) / widest)))
  }

  /// How many of the numbers lie in each bin, each of them looked at; the last bin has its upper edge too. What lies outside or is not
  /// finite is not counted. O(elements).
  func counts(of values: Tensor<Float>) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count - 1)
    let (low, high, last) = (edges[0], edges[edges.count - 1], counts.count - 1)
    let perUnit = Double(counts.count) / (high - low)
    values.withUnsafeBufferPointer { values in
      for value in values {
        let value = Double(value)
        guard value >= low, value <= high else { continue }
        var bin = min(max(Int((value - low) * perUnit), 0), last)
        // Rounding may have put it beside its bin.
        while bin < last, value >= edges[bin + 1] { bin += 1 }
        while bin > 0, value < edges[bin] { bin -= 1 }
        counts[bin] += 1
      }
    }
    return counts
  }
}
