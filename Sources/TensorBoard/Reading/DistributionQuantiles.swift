/// What TensorBoard's Distributions page draws of a histogram: the values below which certain shares of it lie.
public enum DistributionQuantiles {
  /// The shares in basis points: the ends, the median, and one, one and a half... standard deviations of a normal distribution.
  public static let basisPoints = [0, 668, 1587, 3085, 5000, 6915, 8413, 9332, 10_000]

  /// The values at ``basisPoints``, the numbers of a bucket taken to be spread evenly over it; NaN where there are none.
  public static func values(of buckets: [Bucket]) -> [Double] {
    let used = buckets.filter { $0.count > 0 && $0.left.isFinite && $0.right.isFinite }
    let total = used.reduce(0) { $0 + $1.count }
    guard total > 0, total.isFinite, let first = used.first, let last = used.last else {
      return basisPoints.map { _ in .nan }
    }
    var (position, below) = (0, 0.0)
    return basisPoints.map { points in
      if points == 0 { return first.left }
      if points == 10_000 { return last.right }
      let rank = Double(points) / 10_000 * total
      while position < used.count - 1, below + used[position].count < rank {
        below += used[position].count
        position += 1
      }
      let bucket = used[position]
      return bucket.left + Swift.min((rank - below) / bucket.count, 1) * (bucket.right - bucket.left)
    }
  }
}
