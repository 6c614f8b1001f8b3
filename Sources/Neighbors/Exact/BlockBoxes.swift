internal import Tensors

/// The bounding boxes of blocks of points: whole blocks too far away need not be scored.
struct BlockBoxes {
  private let corners: Buffer<Float>  // [blocks, 2, dimensions]: lower, then upper
  private let dimensions: Int

  init(_ points: PointSet, block: Int) {
    let dimensions = points.dimensions
    let corners = Buffer<Float>(uninitialized: Parallel.chunkCount(of: points.count, grain: block) * 2 * dimensions)
    Parallel.forEachRange(of: points.count, grain: block) { number, range in
      let lower = corners.pointer + number * 2 * dimensions
      let upper = lower + dimensions
      lower.update(from: points.row(range.lowerBound), count: dimensions)
      upper.update(from: points.row(range.lowerBound), count: dimensions)
      for i in range.dropFirst() {
        let point = points.row(i)
        for k in 0..<dimensions {
          lower[k] = min(lower[k], point[k])
          upper[k] = max(upper[k], point[k])
        }
      }
    }
    self.corners = corners
    self.dimensions = dimensions
  }

  /// No pair of a point in block `a` here and one in block `b` of the others has a higher score: minus half the squared gap
  /// between the boxes, less what rounding may add to it.
  func highestScore(_ a: Int, _ b: Int, of others: BlockBoxes) -> Float {
    let first = corners.pointer + a * 2 * dimensions
    let second = others.corners.pointer + b * 2 * dimensions
    var squared: Float = 0
    for k in 0..<dimensions {
      let gap = max(second[k] - first[dimensions + k], first[k] - second[dimensions + k], 0)
      squared += gap * gap
    }
    return -squared / 2 * (1 - Float(dimensions + 4) * Float.ulpOfOne)
  }
}
