public import Formats
public import Statistics

extension TensorFile {
  /// The statistics of a tensor's elements, with one block of them in memory at a time. O(elements), on all threads.
  /// - Throws: As ``TensorFile/forEachBlock(of:_:)``.
  public func summary(of name: String) throws(FileError) -> SummaryStatistics {
    var summary = SummaryStatistics()
    try forEachBlock(of: name) { block in
      switch block {
      case .floats(let values): summary.merge(SummaryStatistics(of: values))
      case .doubles(let values): summary.merge(SummaryStatistics(of: values))
      }
    }
    return summary
  }

  /// The histogram of a tensor's elements, in the same way.
  public func histogram(of name: String) throws(FileError) -> Histogram {
    var histogram = Histogram()
    try forEachBlock(of: name) { block in
      switch block {
      case .floats(let values): histogram.merge(Histogram(of: values))
      case .doubles(let values): histogram.merge(Histogram(of: values))
      }
    }
    return histogram
  }
}
