extension Tensor {
  /// The positions that sort each line along an axis: ascending, or descending; equal elements stay in their order. NaN counts as the
  /// largest. O(n) for each line.
  public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor<Int> {
    let axis = shape.normalizedAxis(axis)
    let result = Tensor<Int>(uninitialized: shape)
    forEachSortedLine(result, axis, descending: descending) { target, step, _, items, count in
      for i in 0..<count { target[i * step] = items[i].position }
    }
    return result
  }

  /// Each line along an axis in order. NaN counts as the largest.
  public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
    let axis = shape.normalizedAxis(axis)
    let result = Tensor(uninitialized: shape)
    let sourceStep = layout.strides[axis]
    forEachSortedLine(result, axis, descending: descending) { target, step, source, items, count in
      for i in 0..<count { target[i * step] = source[items[i].position * sourceStep] }
    }
    return result
  }

  private func forEachSortedLine<Result>(
    _ result: Tensor<Result>, _ axis: Int, descending: Bool,
    _ write: (UnsafeMutablePointer<Result>, Int, UnsafePointer<Scalar>, UnsafePointer<KeyedPosition>, Int) -> Void
  ) {
    let lines = StridedLines(layout, result.layout, axis: axis)
    if count == 0 { return }
    lines.forEach { from, to in
      withUnsafeTemporaryAllocation(of: KeyedPosition.self, capacity: 2 * lines.count) { memory in
        let items = memory.baseAddress!
        Scalar.keys(storage.pointer + from, stride: lines.sourceStride, count: lines.count, descending: descending, into: items)
        RadixSort.sort(items, spare: items + lines.count, count: lines.count)
        write(result.storage.pointer + to, lines.resultStride, storage.pointer + from, items, lines.count)
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
