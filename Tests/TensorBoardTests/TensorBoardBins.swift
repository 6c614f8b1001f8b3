import TensorBoard

/// What TensorBoard's page makes of a series of histograms before it draws them: 30 bins of equal width over the range of all steps
/// (tensorboard/webapp/widgets/histogram/histogram_util.ts).
enum TensorBoardBins {
  static func of(_ series: [[Bucket]]) -> [[Double]] {
    let all = series.joined()
    let (low, high) = (all.map(\.left).min()!, all.map(\.right).max()!)
    let width = (high - low) / 30
    return series.map { buckets in
      (0..<30).map { index in
        let (left, right) = (low + Double(index) * width, index == 29 ? high : low + Double(index + 1) * width)
        return buckets.reduce(0) { $0 + share(of: $1, left, right, isLast: index == 29) }
      }
    }
  }

  private static func share(of bucket: Bucket, _ left: Double, _ right: Double, isLast: Bool) -> Double {
    if bucket.left > right || bucket.right < left { return 0 }
    let width = bucket.right - bucket.left
    if width == 0 { return bucket.left < left ? 0 : (isLast ? bucket.left <= right : bucket.left < right) ? bucket.count : 0 }
    return bucket.count * (min(bucket.right, right) - max(bucket.left, left)) / width
  }
}
