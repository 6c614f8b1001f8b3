internal import Tensors

/// What a metric makes of the caller's points before the search.
struct Preparation {
  /// In the order of the tensors given.
  var sets: [PointSet]
  /// What the kernels' distances are multiplied by to be the metric's.
  var unit: Float

  /// Checks that all values are finite and writes the rows in which the metric's kernels measure.
  init(_ tensors: [Tensor<Float>], metric: Metric) throws(NeighborError) {
    let dimensions = tensors[0].shape[1]
    var largest: Float = 0
    for tensor in tensors { largest = max(largest, try Self.largestMagnitude(tensor)) }
    switch metric {
    case .euclidean, .manhattan, .chebyshev, .innerProduct:
      let scale = Self.safeScale(largest)
      sets = tensors.map { Self.scaled($0, by: scale) }
      unit = metric == .innerProduct ? 1 / scale / scale : 1 / scale
    case .hamming:
      sets = tensors.map { Self.scaled($0, by: 1) }
      unit = dimensions > 0 ? 1 / Float(dimensions) : 0
    case .cosine, .correlation:
      sets = Self.normalized(tensors, centred: metric == .correlation)
      unit = 1
    }
  }

  /// The largest absolute value. Throws at the first one, in row-major order, that is not finite.
  static func largestMagnitude(_ tensor: Tensor<Float>) throws(NeighborError) -> Float {
    let columns = max(tensor.shape[1], 1)
    let (largest, wrong) = tensor.withUnsafeBufferPointer { values -> (Float, Int?) in
      let parts = Parallel.mapRanges(of: values.count, grain: 1 << 18) { range -> (Float, Int?) in
        var largest: Float = 0
        var residue: Float = 0  // NaN as soon as one value is not finite
        for i in range {
          let value = values[i]
          largest = max(largest, abs(value))
          residue += value * 0
        }
        return (largest, residue == 0 ? nil : range.first { !values[$0].isFinite })
      }
      return (parts.map(\.0).max() ?? 0, parts.lazy.compactMap(\.1).first)
    }
    if let wrong {
      let value = tensor.withUnsafeBufferPointer { $0[wrong] }
      throw .notFinite(value: value, row: wrong / columns, column: wrong % columns)
    }
    return largest
  }

  /// A power of two that keeps squares and their sums from overflowing and from vanishing; 1 for ordinary data.
  private static func safeScale(_ largest: Float) -> Float {
    guard largest > 0 else { return 1 }
    let exponent = Int(largest.exponent)
    let wanted = min(max(exponent, -20), 40)
    return Float(sign: .plus, exponent: min(max(wanted - exponent, -126), 126), significand: 1)
  }

  private static func scaled(_ tensor: Tensor<Float>, by scale: Float) -> PointSet {
    let set = PointSet(uninitialized: tensor.shape[0], dimensions: tensor.shape[1])
    tensor.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let source = values.baseAddress
      Parallel.forEachRange(of: set.count, grain: 2_048) { _, range in
        for i in range {
          let row = set.row(i)
          for k in 0..<set.dimensions { row[k] = source![i * set.dimensions + k] * scale }
          for k in set.dimensions..<set.stride { row[k] = 0 }
        }
      }
    }
    return set
  }

  /// Rows of length 1, their mean subtracted first if `centred`. Rows of zeros, if there are any, get a coordinate of their own, so
  /// that they coincide with one another and are at right angles to all others.
  private static func normalized(_ tensors: [Tensor<Float>], centred: Bool) -> [PointSet] {
    let dimensions = tensors[0].shape[1]
    let measured = tensors.map { measure($0, centred: centred) }
    let hasZeros = measured.contains { $0.contains { $0.length == 0 } }
    return zip(tensors, measured).map { tensor, measures in
      let set = PointSet(uninitialized: tensor.shape[0], dimensions: dimensions + (hasZeros ? 1 : 0))
      tensor.withUnsafeBufferPointer { values in
        Parallel.forEachRange(of: set.count, grain: 2_048) { _, range in
          for i in range {
            let (mean, length) = measures[i]
            let row = set.row(i)
            for k in 0..<dimensions { row[k] = length == 0 ? 0 : Float((Double(values[i * dimensions + k]) - mean) / length) }
            for k in dimensions..<set.stride { row[k] = 0 }
            if length == 0 { row[dimensions] = 1 }
          }
        }
      }
      return set
    }
  }

  /// Each row's mean (0 unless `centred`) and its length about it; the length is 0 where nothing but rounding is left.
  private static func measure(_ tensor: Tensor<Float>, centred: Bool) -> [(mean: Double, length: Double)] {
    let (rows, dimensions) = (tensor.shape[0], tensor.shape[1])
    return tensor.withUnsafeBufferPointer { values in
      Parallel.mapRanges(of: rows, grain: 2_048) { range in
        range.map { i in
          let row = UnsafeBufferPointer(rebasing: values[i * dimensions..<(i + 1) * dimensions])
          let mean = centred && dimensions > 0 ? row.reduce(0) { $0 + Double($1) } / Double(dimensions) : 0
          var sum = 0.0
          for value in row { sum += (Double(value) - mean) * (Double(value) - mean) }
          let length = sum.squareRoot()
          let rounding = 1e-13 * abs(mean) * Double(dimensions).squareRoot()
          return (mean, length <= rounding ? 0 : length)
        }
      }.flatMap { $0 }
    }
  }
}
