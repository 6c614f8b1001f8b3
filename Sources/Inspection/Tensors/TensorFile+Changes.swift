public import Formats
public import Statistics

extension TensorFile {
  /// The histogram of what a tensor changed by since `earlier`, later minus earlier; nil where that has no tensor of that name and shape.
  ///
  /// A few blocks of both are in memory at a time. The differences are Double where one of the two is. O(elements).
  /// - Throws: As ``TensorFile/forEachBlock(of:_:)``.
  public func histogramOfChange(of name: String, since earlier: any TensorFile) throws(FileError) -> Histogram? {
    guard let before = earlier.tensors.first(where: { $0.name == name }), let after = tensors.first(where: { $0.name == name }),
      before.shape == after.shape
    else { return nil }
    var histogram = Histogram()
    var differences = Differences()
    let cursor = BlockCursor(earlier, name)
    var rest: TensorBlock?
    try forEachBlock(of: name) { block throws(FileError) in
      var position = 0
      while position < block.count {
        if rest == nil { rest = try cursor.next() }
        guard let old = rest else { throw FileError(.badData, path: earlier.path, "\(name) ends too early") }
        let count = Swift.min(old.count, block.count - position, differences.room)
        differences.append(block[position..<position + count], minus: old[0..<count])
        if differences.room == 0 { histogram.merge(differences.counted()) }
        position += count
        rest = count < old.count ? old[count..<old.count] : nil
      }
    }
    histogram.merge(differences.counted())
    return histogram
  }
}

/// Differences until there are enough to be counted in one go.
private struct Differences {
  private static let capacity = 1 << 19

  /// Those before the first Double, and all after it.
  private var floats: [Float] = []
  private var doubles: [Double] = []

  var room: Int { Self.capacity - floats.count - doubles.count }

  mutating func append(_ after: TensorBlock, minus before: TensorBlock) {
    switch (after, before) {
    case (.floats(let after), .floats(let before)): for index in after.indices { floats.append(after[index] - before[index]) }
    case (.floats(let after), .doubles(let before)): for index in after.indices { doubles.append(Double(after[index]) - before[index]) }
    case (.doubles(let after), .floats(let before)): for index in after.indices { doubles.append(after[index] - Double(before[index])) }
    case (.doubles(let after), .doubles(let before)): for index in after.indices { doubles.append(after[index] - before[index]) }
    }
  }

  /// Counts what there is and begins anew.
  mutating func counted() -> Histogram {
    var histogram = floats.withUnsafeBufferPointer { Histogram(of: $0) }
    histogram.merge(doubles.withUnsafeBufferPointer { Histogram(of: $0) })
    floats.removeAll(keepingCapacity: true)
    doubles.removeAll(keepingCapacity: true)
    return histogram
  }
}
