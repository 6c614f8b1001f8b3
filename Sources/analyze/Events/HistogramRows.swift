import Fathom

/// Distributions as they stand in a file.
struct HistogramBatch {
  private(set) var values: [(step: Int, wallTime: Double, tag: Int, buckets: [Bucket])] = []

  /// How many buckets are read at once.
  private static let size = 1 << 16

  mutating func fill(from file: EventFile) throws(FileError) {
    values.removeAll(keepingCapacity: true)
    var bucketCount = 0
    while bucketCount < Self.size, let event = try file.next() {
      guard case .summary(let summary) = event.content else { continue }
      for value in summary {
        guard case .histogram(let buckets) = value.content, let tag = file.number(of: value.tag) else { continue }
        values.append((event.step, event.wallTime, tag, buckets))
        bucketCount += buckets.count + 1
      }
    }
  }
}

/// The buckets of distributions, a row each: step, wall time, left, right, count, tag, run.
struct BucketRows: EventBatch {
  private var histograms = HistogramBatch()

  var count: Int { histograms.values.count }

  mutating func fill(from file: EventFile) throws(FileError) { try histograms.fill(from: file) }

  func append(_ range: Range<Int>, tags: CSVRows.Cells, run: CSVRows.Cell, to rows: inout CSVRows) {
    for (step, wallTime, tag, buckets) in histograms.values[range] {
      // The same in all rows.
      let (step, wallTime) = (CSVRows.Cell(step), CSVRows.Cell(wallTime))
      // Most buckets begin where the one before ends.
      var (edge, edgeText) = (Double.nan, 0..<0)
      for bucket in buckets {
        rows.append(step)
        rows.append(wallTime)
        if bucket.left == edge, edge != 0 { rows.append(again: edgeText) } else { rows.append(bucket.left) }
        let start = rows.end
        rows.append(bucket.right)
        (edge, edgeText) = (bucket.right, start..<rows.end)
        rows.append(bucket.count)
        rows.append(tag, of: tags)
        rows.append(run)
        rows.endRow()
      }
    }
  }
}

/// The quantiles of distributions, a row for each distribution: step, wall time, the quantiles, tag, run.
struct QuantileRows: EventBatch {
  private var histograms = HistogramBatch()

  var count: Int { histograms.values.count }

  mutating func fill(from file: EventFile) throws(FileError) { try histograms.fill(from: file) }

  func append(_ range: Range<Int>, tags: CSVRows.Cells, run: CSVRows.Cell, to rows: inout CSVRows) {
    for (step, wallTime, tag, buckets) in histograms.values[range] {
      rows.append(step)
      rows.append(wallTime)
      for quantile in DistributionQuantiles.values(of: buckets) { rows.append(quantile) }
      rows.append(tag, of: tags)
      rows.append(run)
      rows.endRow()
    }
  }
}
