/// The figures of many numbers that are exact: how many there are of which kind, the extrema, the mean and the variance.
///
/// Counts and extrema are exact; mean and variance are computed in Double, from distances to a number near the mean. Statistics of parts add up to those of the whole with
/// ``merge(_:)``.
public struct SummaryStatistics: Sendable, Hashable {
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

  /// Of nothing.
  public init() {}

  public var count: Int { finiteCount + nonFiniteCount }
  public var nonFiniteCount: Int { nanCount + positiveInfinityCount + negativeInfinityCount }

  /// The mean squared distance from the mean; NaN where nothing is finite.
  public var variance: Double { finiteCount > 0 ? squaredDeviations / Double(finiteCount) : .nan }
  public var standardDeviation: Double { variance.squareRoot() }

  /// Two are the same too where both have no mean.
  public static func == (a: SummaryStatistics, b: SummaryStatistics) -> Bool {
    func same(_ x: Double, _ y: Double) -> Bool { x == y || (x.isNaN && y.isNaN) }
    return a.zeroCount == b.zeroCount && a.nanCount == b.nanCount && a.positiveInfinityCount == b.positiveInfinityCount
      && a.negativeInfinityCount == b.negativeInfinityCount && a.finiteCount == b.finiteCount && same(a.minimum, b.minimum)
      && same(a.maximum, b.maximum) && same(a.mean, b.mean) && a.squaredDeviations == b.squaredDeviations
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(finiteCount)
    hasher.combine(zeroCount)
  }

  /// Adds what `other` has counted. The mean and the variance are combined as Chan, Golub and LeVeque do (1979).
  public mutating func merge(_ other: SummaryStatistics) {
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
  }
}
