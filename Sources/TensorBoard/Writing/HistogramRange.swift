internal import Statistics

/// The range that a tag's histograms are shown in: it covers what came, but grows at most threefold a step.
struct HistogramRange {
  private var shown: ClosedRange<Double>?
  private static let growth = 3.0

  /// The range to show `histogram` in; nil where nothing in it is finite.
  mutating func include(_ histogram: Histogram) -> ClosedRange<Double>? {
    histogram.finiteCount > 0 ? include(histogram.minimum...histogram.maximum) : nil
  }

  /// The range to show numbers in that reach over `own`. Given what it returned instead, it comes to the same state, so that a file's
  /// own records bring the state back.
  @discardableResult
  mutating func include(_ own: ClosedRange<Double>) -> ClosedRange<Double> {
    guard let shown, shown.upperBound > shown.lowerBound else {
      self.shown = own
      return own
    }
    let room = (Self.growth - 1) / 2 * (shown.upperBound - shown.lowerBound)
    // A finite range stays one however far it has grown.
    let lower = Swift.max(shown.lowerBound - room, -Double.greatestFiniteMagnitude / 4)
    let upper = Swift.min(shown.upperBound + room, Double.greatestFiniteMagnitude / 4)
    self.shown = Swift.max(lower, Swift.min(own.lowerBound, shown.lowerBound))...Swift.min(upper, Swift.max(own.upperBound, shown.upperBound))
    let visible = own.clamped(to: self.shown!)
    return own.overlaps(self.shown!) ? visible : self.shown!
  }
}

extension Histogram {
  private static let bucketCount = 60

  /// Buckets of equal width over `range`; the outermost ones hold what lies beyond it as well. Empty where nothing is finite.
  func buckets(in range: ClosedRange<Double>?) -> [Bucket] {
    guard let range, finiteCount > 0 else { return [] }
    let width = (range.upperBound - range.lowerBound) / Double(Self.bucketCount)
    var edges = (0...Self.bucketCount).map { range.lowerBound + Double($0) * width }
    edges[Self.bucketCount] = range.upperBound
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return [Bucket(left: range.lowerBound, right: range.upperBound, count: Double(finiteCount))]
    }
    var counts = counts(between: edges)
    counts[0] += count(below: range.lowerBound)
    // What rounding left over belongs to no bucket in particular; the last one takes it, so that the total is right.
    counts[counts.count - 1] += finiteCount - counts.reduce(0, +)
    return zip(zip(edges, edges.dropFirst()), counts).map { Bucket(left: $0.0, right: $0.1, count: Double($1)) }
  }

  func count(outside range: ClosedRange<Double>) -> Int {
    count(below: range.lowerBound) + finiteCount - count(below: range.upperBound.nextUp)
  }

  private func count(below value: Double) -> Int {
    if value <= minimum { return 0 }
    if value > maximum { return finiteCount }
    return counts(between: [minimum, value])[0]
  }
}
