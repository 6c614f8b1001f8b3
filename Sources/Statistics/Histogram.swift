/// How numbers are distributed: counted in cells that are 1/128 of an octave wide, with everything exact that can be.
///
/// The counts of zeros, of either infinity and of NaN are exact, and so are minimum, maximum, mean and variance to rounding; a quantile
/// or a bin's edge is off by less than 1/128 of its distance from zero. Histograms of parts add up to the histogram of the whole with
/// ``merge(_:)``, and every other kind of bins follows from one: see ``counts(between:)``.
public struct Histogram: Sendable, Hashable {
  /// All that is exact.
  public internal(set) var summary = SummaryStatistics()

  /// The cells that are not empty, ascending; zeros are in none.
  var cells: [(cell: Cell, count: Int)] = []

  /// Of nothing.
  public init() {}

  public var zeroCount: Int { summary.zeroCount }
  public var nanCount: Int { summary.nanCount }
  public var positiveInfinityCount: Int { summary.positiveInfinityCount }
  public var negativeInfinityCount: Int { summary.negativeInfinityCount }
  /// How many are neither infinite nor NaN.
  public var finiteCount: Int { summary.finiteCount }
  public var nonFiniteCount: Int { summary.nonFiniteCount }
  public var count: Int { summary.count }

  /// Of the finite ones; NaN where there are none.
  public var minimum: Double { summary.minimum }
  public var maximum: Double { summary.maximum }
  public var mean: Double { summary.mean }
  /// The mean squared distance from the mean; NaN where nothing is finite.
  public var variance: Double { summary.variance }
  public var standardDeviation: Double { summary.standardDeviation }

  public static func == (a: Histogram, b: Histogram) -> Bool {
    a.summary == b.summary && a.cells.elementsEqual(b.cells, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(summary)
    for (cell, count) in cells {
      hasher.combine(cell)
      hasher.combine(count)
    }
  }
}

// MARK: - Adding up

extension Histogram {
  /// Adds what `other` has counted. O(cells).
  public mutating func merge(_ other: Histogram) {
    summary.merge(other.summary)
    mergeCells(other.cells)
  }

  private mutating func mergeCells(_ others: [(cell: Cell, count: Int)]) {
    guard !cells.isEmpty else {
      cells = others
      return
    }
    var merged: [(cell: Cell, count: Int)] = []
    merged.reserveCapacity(cells.count + others.count)
    var (mine, theirs) = (cells[...], others[...])
    while let a = mine.first, let b = theirs.first {
      if a.cell == b.cell {
        merged.append((a.cell, a.count + b.count))
        mine.removeFirst()
        theirs.removeFirst()
      } else if a.cell < b.cell {
        merged.append(mine.removeFirst())
      } else {
        merged.append(theirs.removeFirst())
      }
    }
    cells = merged + mine + theirs
  }
}
