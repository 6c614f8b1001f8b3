/// The best elements of each line, best first, with their positions along the axis.
public struct TopK<Scalar: TensorScalar>: Sendable {
  public var values: Tensor<Scalar>
  public var positions: Tensor<Int>
}

extension Tensor {
  /// The `k` largest (or smallest) elements of each line along an axis, in order; equal ones by position. NaN counts as the largest.
  ///
  /// One pass over the line with a bound that only about `k log n` elements pass, so that the cost hardly depends on `k`.
  public func topK(_ k: Int, axis: Int = -1, largest: Bool = true) -> TopK<Scalar> {
    let axis = shape.normalizedAxis(axis)
    precondition(k >= 0 && k <= shape[axis], "there are no \(k) best of the elements along axis \(axis) of shape \(shape)")
    let positions = Tensor<Int>(uninitialized: shape.replacing(axis, by: k))
    let lines = StridedLines(layout, positions.layout, axis: axis)
    if positions.count > 0 {
      let length = shape[axis]
      lines.forEach { from, to in
        withUnsafeTemporaryAllocation(of: KeyedPosition.self, capacity: length) { memory in
          let items = memory.baseAddress!
          Scalar.keys(storage.pointer + from, stride: lines.sourceStride, count: length, descending: largest, into: items)
          Selector.bringLeastForward(items, count: length, k: k)
          for i in 0..<k { positions.storage.pointer[to + i * lines.resultStride] = items[i].position }
        }
      }
    }
    return TopK(values: takeAlong(positions, axis: axis), positions: positions)
  }
}

private enum Selector {
  /// Leaves the `k` least items, in order and by position among equals, at the front.
  static func bringLeastForward(_ items: UnsafeMutablePointer<KeyedPosition>, count: Int, k: Int) {
    let room = Swift.min(count, 2 * k + 64)
    withUnsafeTemporaryAllocation(of: KeyedPosition.self, capacity: 2 * room) { memory in
      let best = memory.baseAddress!
      var held = 0
      var bound = UInt64.max
      for i in 0..<count where items[i].key < bound || held < k {
        best[held] = items[i]
        held += 1
        if held == room {
          RadixSort.sort(best, spare: best + room, count: held)
          held = Swift.min(held, k)
          bound = best[held - 1].key
        }
      }
      RadixSort.sort(best, spare: best + room, count: held)
      items.update(from: best, count: k)
    }
  }
}
