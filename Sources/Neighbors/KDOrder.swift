internal import Tensors

/// An order of points in which those near in space are mostly near in memory: the set is halved at the median of the coordinate
/// with the largest spread, and so on down to `leaf` points.
///
/// - Parameters:
///   - points: [count, dimensions], `stride` floats from point to point.
///   - leaf: parts of this size or less are not cut; cuts fall on multiples of it.
/// - Returns: the index of the point that comes first, second, ...
/// - Complexity: O(count log count), and O(dimensions) per part for the spreads, which are estimated from a sample.
public func kdOrder(
  _ points: UnsafePointer<Float>, count: Int, dimensions: Int, stride: Int, leaf: Int
) -> [Int32] {
  precondition(leaf > 0, "a leaf needs at least one point")
  var order = (0..<Int32(count)).map { $0 }
  guard count > leaf, dimensions > 0 else { return order }
  let values = UnsafeMutablePointer<Float>.allocate(capacity: count)
  defer { values.deallocate() }
  order.withUnsafeMutableBufferPointer { order in
    let cutter = KDCutter(points: points, dimensions: dimensions, stride: stride, leaf: leaf)
    cutter.cut(order.baseAddress!, values: values, count: count)
  }
  return order
}

private struct KDCutter: @unchecked Sendable {
  let points: UnsafePointer<Float>
  let dimensions: Int
  let stride: Int
  let leaf: Int

  /// Points per part that decide where its spread is largest.
  static let sampleCount = 1_000
  /// Parts of more points than this are cut side by side.
  static let fewestForThreads = 10_000

  func cut(_ order: UnsafeMutablePointer<Int32>, values: UnsafeMutablePointer<Float>, count: Int) {
    guard count > leaf else { return }
    let axis = widestAxis(order, count: count)
    for i in 0..<count { values[i] = points[Int(order[i]) * stride + axis] }
    let middle = min((count / 2 + leaf - 1) / leaf * leaf, count - 1)
    partition(order, values, count: count, at: middle)
    guard count > Self.fewestForThreads else {
      cut(order, values: values, count: middle)
      cut(order + middle, values: values + middle, count: count - middle)
      return
    }
    nonisolated(unsafe) let (order, values) = (order, values)
    Parallel.forEach(2) { half in
      let range = half == 0 ? 0..<middle : middle..<count
      cut(order + range.lowerBound, values: values + range.lowerBound, count: range.count)
    }
  }

  /// The coordinate with the largest variance over an even sample.
  private func widestAxis(_ order: UnsafeMutablePointer<Int32>, count: Int) -> Int {
    guard dimensions > 1 else { return 0 }
    let step = max(1, count / Self.sampleCount)
    let sampled = Double((count + step - 1) / step)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * dimensions) { sums in
      sums.initialize(repeating: 0)
      let first = points + Int(order[0]) * stride
      var at = 0
      while at < count {
        let point = points + Int(order[at]) * stride
        for k in 0..<dimensions {
          let value = Double(point[k]) - Double(first[k])
          sums[k] += value
          sums[dimensions + k] += value * value
        }
        at += step
      }
      var widest = 0
      var spread = -Double.infinity
      for k in 0..<dimensions {
        let variance = sums[dimensions + k] - sums[k] * sums[k] / sampled
        if variance > spread { (widest, spread) = (k, variance) }
      }
      return widest
    }
  }

  /// Hoare's selection: afterwards no value before `middle` is above one from there on.
  private func partition(
    _ order: UnsafeMutablePointer<Int32>, _ values: UnsafeMutablePointer<Float>, count: Int, at middle: Int
  ) {
    var low = 0
    var high = count - 1
    while low < high {
      let pivot = values[low + (high - low) / 2]
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        guard left <= right else { break }
        (values[left], values[right]) = (values[right], values[left])
        (order[left], order[right]) = (order[right], order[left])
        left += 1
        right -= 1
      }
      if middle <= right {
        high = right
      } else if middle >= left {
        low = left
      } else {
        return
      }
    }
  }
}
