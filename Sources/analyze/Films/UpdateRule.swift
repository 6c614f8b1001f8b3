import Fathom

/// How strongly a weight's change is coloured: by its distance from the mean of all changes of its layer, beyond a threshold fully, below it
/// by the square of its share of it.
struct UpdateRule: Equatable {
  var mean: Double
  var threshold: Double

  /// The place of the threshold among all distances from the mean, the greatest first: of the layer with the least changes the given share,
  /// of one with n times as many the square root of n as many. The rule of the document that this film comes from.
  static func rank(count: Int, leastCount: Int, share: Double) -> Int {
    guard leastCount > 0 else { return 0 }
    return Int(Double(leastCount) * share * (Double(count) / Double(leastCount)).squareRoot())
  }

  func color(_ change: Double) -> (color: Color, strength: Double) {
    let distance = change - mean
    guard !distance.isNaN, distance != 0 else { return (Palette.increase, 0) }
    let share = threshold > 0 ? abs(distance) / threshold : 1
    return (distance > 0 ? Palette.increase : Palette.decrease, share >= 1 ? 1 : share * share)
  }
}

/// The mean of changes, and which of them lie furthest from it, of as many as there are. Memory: a few times the rank.
struct ChangeTails {
  private let rank: Int
  private var sum = 0.0
  private var count = 0
  /// Among the furthest from the mean are only the greatest and the least.
  private var greatest: TopValues
  private var least: TopValues

  init(rank: Int) {
    self.rank = rank
    // Twice as many on this side, so that up to that number it has all.
    greatest = TopValues(2 * (rank + 1))
    least = TopValues(rank + 1)
  }

  /// Those that are not finite are left out.
  mutating func add(_ changes: Tensor<Float>) {
    changes.withUnsafeBufferPointer { values in
      for value in values where value.isFinite {
        sum += Double(value)
        count += 1
        greatest.add(value)
        least.add(-value)
      }
    }
  }

  var rule: UpdateRule {
    guard count > 0 else { return UpdateRule(mean: 0, threshold: 0) }
    let mean = sum / Double(count)
    let isAll = count <= 2 * (rank + 1)
    let candidates = isAll ? greatest.values : greatest.values.prefix(rank + 1) + least.values.map { -$0 }
    let distances = candidates.map { abs(Double($0) - mean) }.sorted(by: >)
    return UpdateRule(mean: mean, threshold: distances[min(rank, distances.count - 1)])
  }
}

/// The greatest of many numbers.
struct TopValues {
  private let capacity: Int
  private var kept: [Float] = []
  private var floor = -Float.infinity

  init(_ capacity: Int) { self.capacity = capacity }

  mutating func add(_ value: Float) {
    guard value > floor || kept.count < capacity else { return }
    kept.append(value)
    // Sorted now and then, so that each number costs little.
    if kept.count >= 2 * capacity + 64 { prune() }
  }

  private mutating func prune() {
    kept.sort(by: >)
    kept.removeLast(max(0, kept.count - capacity))
    if kept.count == capacity { floor = kept[capacity - 1] }
  }

  /// Descending.
  var values: [Float] { Array(kept.sorted(by: >).prefix(capacity)) }
}
