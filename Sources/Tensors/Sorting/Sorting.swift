extension Tensor {
  /// The positions that sort each line along an axis: ascending, or descending; equal elements stay in their order. NaN counts as the
  /// largest. O(n) for each line.
  public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor<Int> {
    let axis = shape.normalizedAxis(axis)
    let result = Tensor<Int>(uninitialized: shape)
    forEachSortedLine(result.layout, axis, descending: descending) { items, count, _, _, target, step in
      for i in 0..<count { result.storage.pointer[target + i * step] = items[i].position }
    }
    return result
  }

  /// Each line along an axis in order. NaN counts as the largest.
  public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
    let axis = shape.normalizedAxis(axis)
    let result = Tensor(uninitialized: shape)
    forEachSortedLine(result.layout, axis, descending: descending) { items, count, source, sourceStep, target, step in
      StridedGather.pick(
        items, count: count, storage.pointer + source, stride: sourceStep, into: result.storage.pointer + target, stride: step)
    }
    return result
  }

  /// Calls `use` for each line with its sorted items, their count, and the offset and stride of the line here and in the result.
  private func forEachSortedLine(
    _ result: Layout, _ axis: Int, descending: Bool,
    _ use: (UnsafePointer<KeyedPosition>, Int, _ source: Int, _ sourceStep: Int, _ target: Int, _ targetStep: Int) -> Void
  ) {
    let lines = StridedLines(layout, result, axis: axis)
    if count == 0 { return }
    lines.forEach { from, to in
      withUnsafeTemporaryAllocation(of: KeyedPosition.self, capacity: 2 * lines.count) { memory in
        let items = memory.baseAddress!
        Scalar.keys(storage.pointer + from, stride: lines.sourceStride, count: lines.count, descending: descending, into: items)
        RadixSort.sort(items, spare: items + lines.count, count: lines.count)
        use(items, lines.count, from, lines.sourceStride, to, lines.resultStride)
      }
    }
  }
}

extension TensorScalar {
  /// The keys of a line with their positions; complemented to sort descending.
  static func keys(
    _ source: UnsafePointer<Self>, stride: Int, count: Int, descending: Bool, into items: UnsafeMutablePointer<KeyedPosition>
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { keys in
      guard let base = keys.baseAddress, count > 0 else { return }
      sortKeys(source, stride: stride, count: count, into: base)
      for i in 0..<count { items[i] = KeyedPosition(key: descending ? ~keys[i] : keys[i], position: i) }
    }
  }
}
