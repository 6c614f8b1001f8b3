public import Formats
public import Statistics

extension TensorFile {
  /// The statistics of a tensor's elements, with a few blocks of them in memory at a time. O(elements), on all threads.
  /// - Throws: As ``TensorFile/reduceBlocks(of:grain:_:merge:)``.
  public func summary(of name: String) throws(FileError) -> SummaryStatistics {
    var summary = SummaryStatistics()
    // Asking the system for fewer at a time takes longer; of more, less stays in a processor's own cache.
    try reduceBlocks(of: name, grain: 1 << 18) { block, checksum in
      switch (block, checksum) {
      case (.floats(let values), .wanted):
        var bytes: UInt32 = 0
        defer { checksum = .taken(bytes) }
        return SummaryStatistics(of: values, checksum: &bytes)
      case (.floats(let values), _): return SummaryStatistics(of: values)
      case (.doubles(let values), _): return SummaryStatistics(of: values)
      }
    } merge: { summary.merge($0) }
    return summary
  }

  /// The histogram of a tensor's elements, in the same way.
  public func histogram(of name: String) throws(FileError) -> Histogram {
    var histogram = Histogram()
    // Enough for the tables of cells that each of them fills.
    try reduceBlocks(of: name, grain: 1 << 19) { block in
      switch block {
      case .floats(let values): Histogram(of: values)
      case .doubles(let values): Histogram(of: values)
      }
    } merge: { histogram.merge($0) }
    return histogram
  }
}
