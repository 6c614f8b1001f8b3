/// Where a tensor's elements stand in its storage: element (i, j, ...) at `offset + i * strides[0] + j * strides[1] + ...`.
@usableFromInline
struct Layout: Sendable, Hashable {
  @usableFromInline var shape: Shape
  @usableFromInline var strides: [Int]
  @usableFromInline var offset: Int

  init(shape: Shape, strides: [Int], offset: Int) {
    self.shape = shape
    self.strides = strides
    self.offset = offset
  }

  /// Row-major, from the start of the storage.
  init(contiguous shape: Shape) {
    self.init(shape: shape, strides: shape.contiguousStrides, offset: 0)
  }

  /// Whether the elements follow one another in row-major order without gaps.
  var isContiguous: Bool {
    var expected = 1
    for axis in stride(from: shape.rank - 1, through: 0, by: -1) where shape[axis] != 1 {
      if strides[axis] != expected && shape.elementCount > 0 { return false }
      expected *= shape[axis]
    }
    return true
  }

  /// Whether some element of the storage stands for several of the tensor's, as in a broadcast: then nobody may write through it.
  @usableFromInline
  var repeatsElements: Bool {
    shape.dimensions.indices.contains { strides[$0] == 0 && shape[$0] > 1 }
  }
}

// MARK: - Axes

extension Layout {
  func transposed(_ axes: [Int]) -> Layout {
    Layout(shape: Shape(axes.map { shape[$0] }), strides: axes.map { strides[$0] }, offset: offset)
  }

  func removingAxis(_ axis: Int) -> Layout {
    var result = self
    result.shape.dimensions.remove(at: axis)
    result.strides.remove(at: axis)
    return result
  }

  /// With an axis of extent one before `axis`.
  func insertingAxis(_ axis: Int) -> Layout {
    var result = self
    result.shape.dimensions.insert(1, at: axis)
    result.strides.insert(0, at: axis)
    return result
  }

  /// The elements whose position along `axis` is `start`, `start + step`, ...: `count` of them.
  func sliced(axis: Int, start: Int, count: Int, step: Int) -> Layout {
    var result = self
    result.shape[axis] = count
    result.strides[axis] = strides[axis] * step
    if count > 0 { result.offset += start * strides[axis] }
    return result
  }

  /// The elements whose position along `axis` is `position`, without that axis.
  func selecting(axis: Int, position: Int) -> Layout {
    var result = removingAxis(axis)
    result.offset += position * strides[axis]
    return result
  }
}

// MARK: - Broadcasting and reshaping

extension Layout {
  /// Read as if it had the shape `target`, by NumPy's rule: axes are matched from the last, and an extent of one repeats.
  /// Nil where the shapes do not fit.
  func broadcast(to target: Shape) -> Layout? {
    if shape == target { return self }
    let added = target.rank - shape.rank
    guard added >= 0 else { return nil }
    var result = [Int](repeating: 0, count: target.rank)
    for axis in 0..<shape.rank {
      let wanted = target[added + axis]
      if shape[axis] == wanted {
        result[added + axis] = strides[axis]
      } else if shape[axis] != 1 {
        return nil
      }
    }
    return Layout(shape: target, strides: result, offset: offset)
  }

  /// The same elements in row-major order under another shape, without moving any; nil where that takes a copy.
  ///
  /// Runs of axes with the same element count on both sides are matched, and each run must be evenly strided.
  func reshaped(to target: Shape) -> Layout? {
    if isContiguous { return Layout(shape: target, strides: target.contiguousStrides, offset: offset) }
    let kept = (0..<shape.rank).filter { shape[$0] != 1 }
    var strides = [Int](repeating: 0, count: target.rank)
    var from = 0
    var to = 0
    while from < kept.count {
      let first = from
      var held = shape[kept[from]]
      from += 1
      let firstTarget = to
      var wanted = 1
      while wanted != held {
        if wanted < held {
          wanted *= target[to]
          to += 1
        } else {
          held *= shape[kept[from]]
          from += 1
        }
      }
      for axis in first..<(from - 1)
      where self.strides[kept[axis]] != self.strides[kept[axis + 1]] * shape[kept[axis + 1]] {
        return nil
      }
      var step = self.strides[kept[from - 1]]
      for axis in stride(from: to - 1, through: firstTarget, by: -1) {
        strides[axis] = step
        step *= target[axis]
      }
    }
    return Layout(shape: target, strides: strides, offset: offset)
  }
}
