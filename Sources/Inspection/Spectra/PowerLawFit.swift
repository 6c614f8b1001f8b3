internal import Tensors

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A power law, density ~ x^-exponent from `start` up, fitted to the upper end of many positive numbers.
///
/// The exponent is the maximum likelihood's, and the start is the number that makes the Kolmogorov-Smirnov distance between the tail
/// and the law least (Clauset, Shalizi, Newman, Power-law distributions in empirical data, 2009, sections 3.1 and 3.3). For fewer than
/// 20 numbers the exponent is corrected for bias and no tail is shorter than 8, as WeightWatcher 0.7.7 does.
public struct PowerLawFit: Sendable, Hashable {
  public var exponent: Double
  /// The standard error of the exponent, (exponent - 1) / sqrt(tail).
  public var standardError: Double
  /// The smallest number of the tail.
  public var start: Double
  /// The largest difference between the tail's distribution function and the law's: the quality of the fit, 0 being best.
  public var distance: Double
  /// How many numbers the tail holds.
  public var tailCount: Int

  /// Fewer numbers than this have no fit.
  public static let leastCount = 8

  /// Fits the positive numbers among `values`; nil where fewer than ``leastCount`` are, or where they are all the same.
  /// O(values²), on all threads.
  public init?(to values: [Double]) {
    let sorted = values.filter { $0 > 0 && $0.isFinite }.sorted()
    guard sorted.count >= Self.leastCount, sorted[0] < sorted[sorted.count - 1] else { return nil }
    let logarithms = sorted.map { log($0) }
    let candidates = Parallel.mapRanges(of: sorted.count - 1, grain: 16) { range in
      range.compactMap { Self.candidate(logarithms, from: $0) }.min { $0.distance < $1.distance }
    }
    guard let best = candidates.compactMap({ $0 }).min(by: { $0.distance < $1.distance }) else { return nil }
    exponent = best.exponent
    distance = best.distance
    start = sorted[best.position]
    tailCount = sorted.count - best.position
    standardError = (best.exponent - 1) / Double(tailCount).squareRoot()
  }

  private struct Candidate {
    var position: Int
    var exponent: Double, distance: Double
  }

  private static let smallSample = 20
  private static let shortestTailOfSmallSample = 8

  /// The law whose tail starts at the number of that position; nil where all of the tail is that number.
  private static func candidate(_ logarithms: [Double], from position: Int) -> Candidate? {
    let count = logarithms.count - position
    let isSmall = logarithms.count < smallSample
    if isSmall, count < shortestTailOfSmallSample { return nil }
    let start = logarithms[position]
    var sum = 0.0
    for logarithm in logarithms[position...] { sum += logarithm - start }
    guard sum > 1e-12 else { return nil }
    let exponent = 1 + Double(isSmall ? count - 1 : count) / sum
    var distance = 0.0
    for offset in 0..<count {
      let law = 1 - exp((1 - exponent) * (logarithms[position + offset] - start))
      distance = max(distance, abs(law - Double(offset) / Double(count)))
    }
    return Candidate(position: position, exponent: exponent, distance: distance)
  }
}
