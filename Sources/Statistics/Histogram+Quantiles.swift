extension Histogram {
  /// The number below which the share `fraction` of the finite ones lies; NaN where there are none.
  ///
  /// Off by less than 1/128 of its distance from zero; `fraction` 0 and 1 give minimum and maximum exactly. O(cells).
  public func quantile(_ fraction: Double) -> Double {
    precondition((0...1).contains(fraction), "a quantile of \(fraction)")
    guard finiteCount > 0 else { return .nan }
    if fraction == 0 { return minimum }
    if fraction == 1 { return maximum }
    let rank = fraction * Double(finiteCount)
    var below = 0.0
    for stretch in stretches {
      let upTo = below + Double(stretch.count)
      if upTo >= rank {
        let share = stretch.count > 0 ? (rank - below) / Double(stretch.count) : 0
        return stretch.lower + share * (stretch.upper - stretch.lower)
      }
      below = upTo
    }
    return maximum
  }

  public var median: Double { quantile(0.5) }
}

// MARK: - Bins

extension Histogram {
  /// How many of the finite ones lie in each bin: from its edge up to the next, that one excluded but for the last bin. What lies
  /// outside all bins is not counted. Inside a cell numbers are taken to be spread evenly. O(cells + edges).
  ///
  /// Traps unless the edges ascend.
  public func counts(between edges: [Double]) -> [Int] {
    guard edges.count > 1 else { return [] }
    precondition(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "the edges of bins ascend")
    var totals = edges.map { 0 * $0 }
    var position = 0
    var below = 0.0
    let stretches = stretches
    for (index, edge) in edges.enumerated() {
      let isLast = index == edges.count - 1
      while position < stretches.count, stretches[position].ends(before: edge, closed: isLast) {
        below += Double(stretches[position].count)
        position += 1
      }
      totals[index] = below + (position < stretches.count ? stretches[position].countBelow(edge) : 0)
    }
    let whole = totals.map { Int($0.rounded()) }
    return zip(whole, whole.dropFirst()).map { $1 - $0 }
  }

  /// `count` bins of equal width from minimum to maximum; one of width 0 where all numbers are the same; none where there are none.
  public func linearBins(_ count: Int) -> [(left: Double, right: Double, count: Int)] {
    precondition(count > 0, "\(count) bins")
    guard finiteCount > 0 else { return [] }
    guard maximum > minimum else { return [(minimum, maximum, finiteCount)] }
    let width = maximum / Double(count) - minimum / Double(count)
    var edges = (0...count).map { minimum + Double($0) * width }
    edges[count] = maximum
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return [(minimum, maximum, finiteCount)] }
    return bins(edges)
  }

  /// Bins whose edges are powers of `base` in either direction from zero, as fine as the numbers need.
  ///
  /// Numbers of a magnitude below `smallest` share one bin around zero. With base 1.1 and 1e-12 these are TensorBoard's.
  public func geometricBins(base: Double = 1.1, smallest: Double = 1e-12) -> [(left: Double, right: Double, count: Int)] {
    precondition(base > 1 && smallest > 0, "bins by powers of \(base) from \(smallest)")
    guard finiteCount > 0 else { return [] }
    let reach = Swift.max(minimum.magnitude, maximum.magnitude)
    var powers = [smallest]
    // By repeated multiplication, as TensorBoard makes them.
    while powers.last! <= reach, powers.last! < 1e300 { powers.append(powers.last! * base) }
    let edges = powers.reversed().map { -$0 } + powers
    let used = bins(edges)
    guard let first = used.firstIndex(where: { $0.count > 0 }), let last = used.lastIndex(where: { $0.count > 0 }) else { return [] }
    return Array(used[first...last])
  }

  private func bins(_ edges: [Double]) -> [(left: Double, right: Double, count: Int)] {
    zip(zip(edges, edges.dropFirst()), counts(between: edges)).map { ($0.0, $0.1, $1) }
  }

  /// A range over which numbers are taken to be spread evenly, or a point at which all of them lie.
  struct Stretch {
    var lower: Double, upper: Double
    var count: Int

    func ends(before edge: Double, closed: Bool) -> Bool {
      lower == upper ? (closed ? upper <= edge : upper < edge) : upper <= edge
    }

    func countBelow(_ edge: Double) -> Double {
      guard edge > lower, upper > lower else { return 0 }
      return Double(count) * Swift.min((edge - lower) / (upper - lower), 1)
    }
  }

  /// The cells and the zeros in ascending order, cut off at minimum and maximum.
  var stretches: [Stretch] {
    var stretches: [Stretch] = []
    stretches.reserveCapacity(cells.count + 1)
    var zeros = zeroCount
    func bounded(_ value: Double) -> Double { Swift.min(Swift.max(value, minimum), maximum) }
    for (cell, count) in cells {
      if cell.key >= 0 && zeros > 0 {
        stretches.append(Stretch(lower: 0, upper: 0, count: zeros))
        zeros = 0
      }
      let bounds = cell.bounds
      stretches.append(Stretch(lower: bounded(bounds.lower), upper: bounded(bounds.upper), count: count))
    }
    if zeros > 0 { stretches.append(Stretch(lower: 0, upper: 0, count: zeros)) }
    return stretches
  }
}
