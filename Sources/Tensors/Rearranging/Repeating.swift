extension Tensor {
  /// Backwards along these axes; nil: along all. A view.
  public func flipped(axes: [Int]? = nil) -> Tensor {
    var layout = layout
    for axis in axes.map(shape.normalizedAxes) ?? Array(0..<rank) {
      layout = layout.sliced(axis: axis, start: shape[axis] - 1, count: shape[axis], step: -1)
    }
    return Tensor(storage: storage, layout: layout)
  }

  public func flipped(axis: Int) -> Tensor { flipped(axes: [axis]) }

  /// Moved along an axis by `shift` positions; what leaves at the end comes back at the start.
  public func rolled(by shift: Int, axis: Int) -> Tensor {
    let extent = shape[shape.normalizedAxis(axis)]
    if extent == 0 { return self }
    let first = (extent - shift % extent) % extent
    return Tensor.concatenated(split(at: [first], axis: axis).reversed(), axis: axis)
  }

  /// Moved in row-major order over all axes.
  public func rolled(by shift: Int) -> Tensor { flattened().rolled(by: shift, axis: 0).reshaped(shape.dimensions) }

  /// The whole tensor side by side: `counts[i]` times along axis i. A shorter list is for the last axes, a longer one adds axes.
  public func tiled(_ counts: [Int]) -> Tensor {
    let rank = Swift.max(rank, counts.count)
    let counts = [Int](repeating: 1, count: rank - counts.count) + counts
    let extents = [Int](repeating: 1, count: rank - self.rank) + shape.dimensions
    let interleaved = Swift.zip(counts, extents).flatMap { [1, $1] }
    let target = Swift.zip(counts, extents).flatMap { [$0, $1] }
    return reshaped(interleaved).broadcast(to: Shape(target)).reshaped(Swift.zip(counts, extents).map(*))
  }

  /// Each position along an axis `count` times in a row.
  public func repeated(_ count: Int, axis: Int) -> Tensor {
    let axis = shape.normalizedAxis(axis)
    var target = shape.dimensions
    target.insert(count, at: axis + 1)
    return expanded(axis: axis + 1).broadcast(to: Shape(target))
      .reshaped(shape.replacing(axis, by: shape[axis] * count).dimensions)
  }
}

// MARK: - Padding

/// What stands around a padded tensor.
public enum PaddingMode<Scalar: Sendable>: Sendable {
  case constant(Scalar)
  /// The outermost element, repeated.
  case edge
  /// Mirrored at the outermost element, which is not repeated.
  case reflect
  /// From the other end.
  case wrap
}

extension Tensor {
  /// With `widths[i]` elements before and after along axis i.
  public func padded(_ widths: [(before: Int, after: Int)], _ mode: PaddingMode<Scalar>) -> Tensor {
    precondition(widths.count == rank, "\(widths.count) pairs of widths do not pad shape \(shape)")
    precondition(widths.allSatisfy { $0.before >= 0 && $0.after >= 0 }, "a padding is not negative: \(widths)")
    if case .constant(let value) = mode {
      let target = Shape(shape.indices.map { widths[$0].before + shape[$0] + widths[$0].after })
      let result = Tensor(repeating: value, shape: target)
      var place = result.layout
      for axis in shape.indices {
        place = place.sliced(axis: axis, start: widths[axis].before, count: shape[axis], step: 1)
      }
      StridedCopy.copy(storage.pointer, layout, to: result.storage.pointer, place)
      return result
    }
    return shape.indices.reduce(self) { padded, axis in
      let extent = shape[axis]
      precondition(extent > 0 || widths[axis] == (0, 0), "cannot pad axis \(axis) of shape \(shape) from its elements")
      let wanted = -widths[axis].before..<(extent + widths[axis].after)
      return padded.take(wanted.map { mode.source(of: $0, extent: extent) }, axis: axis)
    }
  }

  /// The same widths along every axis.
  public func padded(_ width: Int, _ mode: PaddingMode<Scalar>) -> Tensor {
    padded([(before: Int, after: Int)](repeating: (width, width), count: rank), mode)
  }
}

extension PaddingMode {
  /// Which position within the axis stands at `position`.
  fileprivate func source(of position: Int, extent: Int) -> Int {
    func modulo(_ period: Int) -> Int { ((position % period) + period) % period }
    switch self {
    case .constant, .edge:
      return min(max(position, 0), extent - 1)
    case .wrap:
      return modulo(extent)
    case .reflect:
      if extent == 1 { return 0 }
      let phase = modulo(2 * (extent - 1))
      return min(phase, 2 * (extent - 1) - phase)
    }
  }
}
