import Fathom

/// Bins as CSV: `step,tensor,left,right,count`.
struct HistogramTable {
  private let scale: BinScale
  private let bins: Int
  private var stream: CSVStream

  init(scale: BinScale, bins: Int, to output: OutputFile) throws {
    self.scale = scale
    self.bins = bins
    stream = try CSVStream(["step", "tensor", "left", "right", "count"], to: output)
  }

  mutating func append(_ histogram: Histogram, step: Int, tensor: String) throws {
    let counted =
      switch scale {
      case .linear: histogram.linearBins(bins)
      case .log: histogram.geometricBins(base: 2, smallest: 0x1p-40)
      case .tensorboard: histogram.geometricBins()
      }
    for bin in counted { try append(step, tensor, bin.left, bin.right, bin.count) }
    for (value, count) in [
      (Double.nan, histogram.nanCount), (-.infinity, histogram.negativeInfinityCount), (.infinity, histogram.positiveInfinityCount),
    ] where count > 0 {
      try append(step, tensor, value, value, count)
    }
  }

  mutating func finish() throws { try stream.flush() }

  private mutating func append(_ step: Int, _ tensor: String, _ left: Double, _ right: Double, _ count: Int) throws {
    stream.append(step)
    stream.append(tensor)
    stream.append(left)
    stream.append(right)
    stream.append(count)
    try stream.endRow()
  }
}
