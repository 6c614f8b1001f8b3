import Tensors

/// A point near the mean of the samples, from some rows spread over all of them: in each column the value that more than half of those rows
/// share, if there is one, else their mean, rounded to a quarter of the deviation.
///
/// Products of differences from it lose no digits to a mean that is large beside the deviations, and it takes no pass over the data.
/// Many differences of sparse data are exactly zero, and those of whole numbers have so few bits that Float adds their products exactly.
func pivot<Rows: RowSource>(of rows: Rows) -> [Rows.Scalar] {
  let (n, d) = (rows.rowCount, rows.columnCount)
  let (runs, run) = (16, 32)
  var ranges = [0..<n]
  if n > runs * run { ranges = (0..<runs).map { $0 * (n / runs)..<$0 * (n / runs) + run } }
  let count = ranges.reduce(0) { $0 + $1.count }
  let zero = [Rows.Scalar](repeating: 0, count: d)
  var unused = [Double](repeating: 0, count: d)
  return withScratch(of: Rows.Scalar.self, count: count * d) { sample in
    var filled = 0
    for range in ranges {
      rows.copy(range, minus: zero, to: sample + filled * d, addingTo: &unused)
      filled += range.count
    }
    return (0..<d).map { Rows.Scalar.pivot(sample + $0, count: count, stride: d) }
  }
}

/// The place of the first NaN or infinity in a block, which is searched only if a sum of its columns gives cause.
func firstNonFinite<Scalar: SampleScalar>(
  _ block: UnsafePointer<Scalar>, _ sums: [Double], firstRow: Int, rows: Int
) -> (row: Int, column: Int)? {
  guard !sums.allSatisfy(\.isFinite), let index = Scalar.firstNonFinite(block, count: rows * sums.count) else { return nil }
  return (firstRow + index / sums.count, index % sums.count)
}

extension Tensor where Scalar: SampleScalar {
  /// Fills the first rows of a matrix with rows `range` minus `offset`, and gives the sums of their columns.
  ///
  /// - Throws: ``PCAError/nonFinite(row:column:)``.
  mutating func fill<Rows: RowSource<Scalar>>(
    from rows: Rows, _ range: Range<Int>, minus offset: [Scalar]
  ) throws(PCAError) -> [Double] {
    let d = rows.columnCount
    let parts = withUnsafeMutableBufferPointer { target in
      nonisolated(unsafe) let target = target.baseAddress!
      return Parallel.mapRanges(of: range.count, grain: blockRows(d)) { part in
        let block = target + part.lowerBound * d
        let source = part.lowerBound + range.lowerBound..<part.upperBound + range.lowerBound
        var sums = [Double](repeating: 0, count: d)
        rows.copy(source, minus: offset, to: block, addingTo: &sums)
        return (sums: sums, bad: firstNonFinite(block, sums, firstRow: source.lowerBound, rows: part.count))
      }
    }
    var total = [Double](repeating: 0, count: d)
    for part in parts {
      if let bad = part.bad { throw .nonFinite(row: bad.row, column: bad.column) }
      for j in 0..<d { total[j] += part.sums[j] }
    }
    return total
  }
}

/// The centred samples [n, d], and the mean that was taken off.
func centered<Rows: RowSource>(_ rows: Rows) throws(PCAError) -> (samples: Tensor<Rows.Scalar>, mean: [Rows.Scalar]) {
  let (n, d) = (rows.rowCount, rows.columnCount)
  let pivot = pivot(of: rows)
  var samples = Tensor<Rows.Scalar>.zeros([n, d])
  let sums = try samples.fill(from: rows, 0..<n, minus: pivot)
  let mean = Rows.Scalar.narrow((0..<d).map { Double(pivot[$0]) + sums[$0] / Double(max(n, 1)) })
  _ = try samples.fill(from: rows, 0..<n, minus: mean)
  return (samples, mean)
}
