internal import Statistics

/// The range that a tag's histograms are shown in: it covers what came, but grows at most threefold a step. The first step cannot know
/// what is wild; the second may show that the first one was.
struct HistogramRange {
  private var shown: ClosedRange<Double>?
  private static let growth = 3.0
  /// In so many times the second step's range, TensorBoard's 30 bins leave that step three.
  private static let wildness = 10.0

  /// Whether numbers have come that differ.
  var isWide: Bool { shown.map { $0.upperBound > $0.lowerBound } ?? false }

  /// If what was shown so far is wild beside numbers that reach over `own`: the range to show it in instead, which is at most three times
  /// as wide as theirs.
  mutating func narrow(before own: ClosedRange<Double>) -> ClosedRange<Double>? {
    let width = own.upperBound - own.lowerBound
    guard let shown, width > 0, shown.upperBound / Self.wildness - shown.lowerBound / Self.wildness > width else { return nil }
    let room = (Self.growth - 1) / 2 * width
    let window = own.lowerBound - room...own.upperBound + room
    let narrowed = shown.overlaps(window) ? shown.clamped(to: window) : window
    self.shown = narrowed
    return narrowed
  }

  /// The range to show `histogram` in; nil where nothing in it is finite.
  ///
  /// Numbers of which half lie beyond what is shown have moved away, as gradients that explode do: the range then follows them, and what
  /// grows threefold at most is its reach from zero. Otherwise it is its width.
  mutating func include(_ histogram: Histogram) -> ClosedRange<Double>? {
    guard let own = histogram.range else { return nil }
    return include(own, hasMoved: shown.map { !$0.contains(histogram.median) } ?? false)
  }

  /// The same for what was put into a file in the range `own`, which was as wide as it was allowed to be: so a file's own records bring
  /// the state back.
  mutating func include(recorded own: ClosedRange<Double>) { _ = include(own, hasMoved: true) }

  private mutating func include(_ own: ClosedRange<Double>, hasMoved: Bool) -> ClosedRange<Double> {
    guard let shown, shown.upperBound > shown.lowerBound else {
      self.shown = own
      return own
    }
    let width = shown.upperBound - shown.lowerBound
    let reach = hasMoved ? Swift.max(width, shown.lowerBound.magnitude, shown.upperBound.magnitude) : width
    let room = (Self.growth - 1) / 2 * reach
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

  /// From the least to the greatest of the finite ones; nil where there are none.
  var range: ClosedRange<Double>? { finiteCount > 0 ? minimum...maximum : nil }

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
