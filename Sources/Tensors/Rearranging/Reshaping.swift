extension Tensor {
  /// The same elements in row-major order under another shape, where one extent may be -1: whatever is left. A view wherever the
  /// memory allows it, otherwise a copy. Traps where the element counts differ.
  public func reshaped(_ dimensions: [Int]) -> Tensor {
    let target = shape.resolving(dimensions)
    if let layout = layout.reshaped(to: target) { return Tensor(storage: storage, layout: layout) }
    return Tensor(storage: copied().storage, layout: Layout(contiguous: target))
  }

  /// All elements in row-major order. Shape [count].
  public func flattened() -> Tensor { reshaped([count]) }

  /// Without the axes of extent one. A view.
  public func squeezed() -> Tensor { squeezed(axes: shape.indices.filter { shape[$0] == 1 }) }

  /// Without these axes, which must have extent one. A view.
  public func squeezed(axes: [Int]) -> Tensor {
    var layout = layout
    for axis in shape.normalizedAxes(axes).reversed() {
      precondition(shape[axis] == 1, "cannot squeeze axis \(axis) of shape \(shape): its extent is not 1")
      layout = layout.removingAxis(axis)
    }
    return Tensor(storage: storage, layout: layout)
  }

  public func squeezed(axis: Int) -> Tensor { squeezed(axes: [axis]) }

  /// With a new axis of extent one at position `axis` of the result. A view.
  public func expanded(axis: Int) -> Tensor {
    let position = axis < 0 ? axis + rank + 1 : axis
    precondition((0...rank).contains(position), "axis \(axis) is out of range for shape \(shape) with a new axis")
    return Tensor(storage: storage, layout: layout.insertingAxis(position))
  }
}

// MARK: - Order of axes

extension Tensor {
  /// With the axes in reverse order: a matrix transposed. A view.
  public var transposed: Tensor { permuted(Array((0..<rank).reversed())) }

  /// With axis `axes[i]` of this tensor as axis i. A view.
  public func permuted(_ axes: [Int]) -> Tensor {
    let normalized = axes.map(shape.normalizedAxis)
    precondition(normalized.sorted() == Array(0..<rank), "\(axes) does not order the axes of shape \(shape)")
    return Tensor(storage: storage, layout: layout.transposed(normalized))
  }

  /// With two axes exchanged. A view.
  public func swappingAxes(_ a: Int, _ b: Int) -> Tensor {
    var axes = Array(0..<rank)
    axes.swapAt(shape.normalizedAxis(a), shape.normalizedAxis(b))
    return permuted(axes)
  }

  /// With one axis moved to another position, the others in their order. A view.
  public func movingAxis(_ source: Int, to destination: Int) -> Tensor {
    var axes = Array(0..<rank)
    let axis = axes.remove(at: shape.normalizedAxis(source))
    axes.insert(axis, at: shape.normalizedAxis(destination))
    return permuted(axes)
  }
}
