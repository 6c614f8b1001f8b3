// Reading and writing elements that no strides describe.

extension Tensor {
  /// A copy of the selected elements.
  func gathered(_ selection: Selection) -> Tensor {
    let result = Tensor(uninitialized: selection.shape)
    let loops = StridedLoops(selection.view, result.layoutOfUnpicked(selection))
    StridedGather.gather(
      loops, offsets: selection.offsets, step: result.stepOfPicked(selection), storage.pointer, into: result.storage.pointer)
    return result
  }

  /// Writes a contiguous tensor of the selection's shape. Where a position is named twice, the later element stays.
  func scatter(_ value: Tensor, to selection: Selection) {
    let loops = StridedLoops(selection.view, value.layoutOfUnpicked(selection))
    StridedGather.scatter(
      loops, offsets: selection.offsets, step: value.stepOfPicked(selection),
      value.storage.pointer, into: storage.pointer)
  }

  /// The axes of the selection's result that come from the view, in this contiguous result.
  private func layoutOfUnpicked(_ selection: Selection) -> Layout {
    guard let (shape, position) = selection.picked else { return layout }
    var layout = layout
    layout.shape.dimensions.removeSubrange(position..<(position + shape.rank))
    layout.strides.removeSubrange(position..<(position + shape.rank))
    return layout
  }

  /// How far apart two picked elements stand in this contiguous result.
  private func stepOfPicked(_ selection: Selection) -> Int {
    guard let (shape, position) = selection.picked else { return 1 }
    return self.shape.dimensions[(position + shape.rank)...].reduce(1, *)
  }
}

extension Tensor {
  /// The elements at these positions along an axis; negative ones count from its end. The axis becomes the axes of `positions`.
  public func take(_ positions: Tensor<Int>, axis: Int) -> Tensor {
    var indices = [any TensorIndex](repeating: IndexPart.all, count: rank)
    indices[shape.normalizedAxis(axis)] = positions
    return gathered(Selection(layout, indices))
  }

  public func take(_ positions: [Int], axis: Int) -> Tensor { take(Tensor<Int>(positions), axis: axis) }

  /// In each line along an axis, the elements at that line's positions: what puts the result of ``argsort(axis:descending:)`` to use.
  /// The other axes broadcast.
  public func takeAlong(_ positions: Tensor<Int>, axis: Int) -> Tensor {
    let axis = shape.normalizedAxis(axis)
    precondition(positions.rank == rank, "positions of shape \(positions.shape) have not the rank of shape \(shape)")
    var others = shape
    others[axis] = 1
    guard var wanted = positions.shape.replacing(axis, by: 1).broadcast(with: others) else {
      preconditionFailure("positions of shape \(positions.shape) do not fit shape \(shape) along axis \(axis)")
    }
    var indices: [any TensorIndex] = []
    wanted[axis] = positions.shape[axis]
    for other in 0..<rank {
      if other == axis {
        indices.append(positions.broadcast(to: wanted))
      } else {
        let extents = [Int](repeating: 1, count: rank)
        indices.append(Tensor<Int>.arange(shape[other]).reshaped(Shape(extents).replacing(other, by: shape[other]).dimensions))
      }
    }
    return gathered(Selection(layout, indices))
  }
}

extension Shape {
  func replacing(_ axis: Int, by extent: Int) -> Shape {
    var result = self
    result[axis] = extent
    return result
  }
}

// MARK: - Where a mask is true

extension Tensor where Scalar == Bool {
  /// The positions of the true elements in row-major order: for each axis a vector. Shapes [countTrue()].
  public func nonzero() -> [Tensor<Int>] {
    var positions = [[Int]](repeating: [], count: rank)
    withUnsafeBufferPointer { elements in
      for (number, element) in elements.enumerated() where element {
        var rest = number
        for axis in stride(from: rank - 1, through: 0, by: -1) {
          positions[axis].append(rest % shape[axis])
          rest /= shape[axis]
        }
      }
    }
    return positions.map { Tensor<Int>($0) }
  }
}
