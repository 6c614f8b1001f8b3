/// How numbers are distributed: counted in cells that are 1/128 of an octave wide, with everything exact that can be.
///
/// The counts of zeros, of either infinity and of NaN are exact, and so are minimum, maximum, mean and variance to rounding; a quantile
/// or a bin's edge is off by less than 1/128 of its distance from zero. Histograms of parts add up to the histogram of the whole with
/// ``merge(_:)``, and every other kind of bins follows from one: see ``counts(between:)``.
public struct Histogram: Sendable, Hashable {
  public internal(set) var zeroCount = 0
  public internal(set) var nanCount = 0
  public internal(set) var positiveInfinityCount = 0
  public internal(set) var negativeInfinityCount = 0
  /// How many are neither infinite nor NaN.
  public internal(set) var finiteCount = 0

  /// Of the finite ones; NaN where there are none.
  public internal(set) var minimum = Double.nan
  public internal(set) var maximum = Double.nan
  public internal(set) var mean = Double.nan
  /// The sum of the squared distances from the mean.
  var squaredDeviations = 0.0

  /// The cells that are not empty, ascending; zeros are in none.
  var cells: [(cell: Cell, count: Int)] = []

  /// Of nothing.
  public init() {}

  public var count: Int { finiteCount + nonFiniteCount }
  public var nonFiniteCount: Int { nanCount + positiveInfinityCount + negativeInfinityCount }

  /// The mean squared distance from the mean; NaN where nothing is finite.
  public var variance: Double { finiteCount > 0 ? squaredDeviations / Double(finiteCount) : .nan }
  public var standardDeviation: Double { variance.squareRoot() }

  public static func == (a: Histogram, b: Histogram) -> Bool {
    func same(_ x: Double, _ y: Double) -> Bool { x == y || (x.isNaN && y.isNaN) }
    return a.zeroCount == b.zeroCount && a.nanCount == b.nanCount && a.positiveInfinityCount == b.positiveInfinityCount
      && a.negativeInfinityCount == b.negativeInfinityCount && a.finiteCount == b.finiteCount && same(a.minimum, b.minimum)
      && same(a.maximum, b.maximum) && same(a.mean, b.mean) && a.squaredDeviations == b.squaredDeviations
      && a.cells.elementsEqual(b.cells, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(finiteCount)
    hasher.combine(zeroCount)
    for (cell, count) in cells {
      hasher.combine(cell)
      hasher.combine(count)
    }
  }
}

// MARK: - Adding up

extension Histogram {
  /// Adds what `other` has counted. The mean and the variance are combined as Chan, Golub and LeVeque do (1979). O(cells).
  public mutating func merge(_ other: Histogram) {
    if other.finiteCount > 0 {
      if finiteCount == 0 {
        (minimum, maximum, mean, squaredDeviations) = (other.minimum, other.maximum, other.mean, other.squaredDeviations)
      } else {
        let total = Double(finiteCount + other.finiteCount)
        let difference = other.mean - mean
        squaredDeviations += other.squaredDeviations + difference * difference * (Double(finiteCount) * Double(other.finiteCount) / total)
        mean += difference * (Double(other.finiteCount) / total)
        minimum = Swift.min(minimum, other.minimum)
        maximum = Swift.max(maximum, other.maximum)
      }
    }
    finiteCount += other.finiteCount
    zeroCount += other.zeroCount
    nanCount += other.nanCount
    positiveInfinityCount += other.positiveInfinityCount
    negativeInfinityCount += other.negativeInfinityCount
    mergeCells(other.cells)
  }

  private mutating func mergeCells(_ others: [(cell: Cell, count: Int)]) {
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
