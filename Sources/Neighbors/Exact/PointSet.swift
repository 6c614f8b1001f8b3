internal import Tensors

/// Points as the kernels want them: rows of floats, zero from `dimensions` up to a stride that is a multiple of 8.
struct PointSet: Sendable {
  let rows: Buffer<Float>
  let count: Int
  let dimensions: Int
  let stride: Int

  init(uninitialized count: Int, dimensions: Int) {
    self.count = count
    self.dimensions = dimensions
    stride = max(8, (dimensions + 7) / 8 * 8)
    rows = Buffer(uninitialized: count * stride)
  }

  func row(_ i: Int) -> UnsafeMutablePointer<Float> { rows.pointer + i * stride }

  /// The points of index `order[0]`, `order[1]`, ...
  func gathered(_ order: [Int32]) -> PointSet {
    let result = PointSet(uninitialized: order.count, dimensions: dimensions)
    Parallel.forEachRange(of: order.count, grain: 2_048) { _, range in
      for i in range { result.row(i).update(from: row(Int(order[i])), count: stride) }
    }
    return result
  }

  /// The median of each coordinate over an even sample of the points. Unlike the mean, it stays with the bulk of the points when
  /// one of them is far off.
  func middle() -> [Float] {
    let step = max(1, count / 200)
    return (0..<dimensions).map { k in
      let sample = Swift.stride(from: 0, to: count, by: step).map { row($0)[k] }.sorted()
      return sample.isEmpty ? 0 : sample[sample.count / 2]
    }
  }

  /// Half the squared distance of each point from `centre`, or from the origin if there is none.
  func halfNorms(from centre: [Float]?) -> Buffer<Float> {
    let halves = Buffer<Float>(uninitialized: count)
    writeHalfNorms(from: centre, over: (0..<Int32(dimensions)).map { $0 }[...], to: halves.pointer)
    return halves
  }

  /// The same over some of the coordinates.
  func writeHalfNorms(from centre: [Float]?, over coordinates: ArraySlice<Int32>, to halves: UnsafeMutablePointer<Float>) {
    nonisolated(unsafe) let halves = halves
    let origin = centre ?? [Float](repeating: 0, count: dimensions)
    Parallel.forEachRange(of: count, grain: 2_048) { _, range in
      for i in range {
        let point = row(i)
        var sum = 0.0
        for k in coordinates {
          let value = Double(point[Int(k)] - origin[Int(k)])
          sum += value * value
        }
        halves[i] = Float(sum / 2)
      }
    }
  }
}
