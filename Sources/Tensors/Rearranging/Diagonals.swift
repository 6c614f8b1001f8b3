extension Tensor {
  /// The diagonal of the last two axes, `offset` places right of the main one (negative: left). A view. Shape [..., length].
  public func diagonal(offset: Int = 0) -> Tensor {
    precondition(rank >= 2, "shape \(shape) has no diagonal")
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let length = Swift.max(0, Swift.min(rows + Swift.min(offset, 0), columns - Swift.max(offset, 0)))
    var diagonal = layout
    if length > 0 {
      diagonal.offset += offset >= 0 ? offset * layout.strides[rank - 1] : -offset * layout.strides[rank - 2]
    }
    diagonal = diagonal.removingAxis(rank - 1)
    diagonal.shape[rank - 2] = length
    diagonal.strides[rank - 2] = layout.strides[rank - 2] + layout.strides[rank - 1]
    return Tensor(storage: storage, layout: diagonal)
  }

  /// Zero above the diagonal that lies `offset` places right of the main one; the last two axes are matrices.
  public func lowerTriangle(offset: Int = 0) -> Tensor { triangle { $1 <= $0 + offset } }

  /// Zero below the diagonal that lies `offset` places right of the main one; the last two axes are matrices.
  public func upperTriangle(offset: Int = 0) -> Tensor { triangle { $1 >= $0 + offset } }

  private func triangle(_ keeps: (_ row: Int, _ column: Int) -> Bool) -> Tensor {
    precondition(rank >= 2, "shape \(shape) has no triangle")
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let mask = Tensor<Bool>(uninitialized: [rows, columns]) { mask in
      for row in 0..<rows { for column in 0..<columns { mask[row * columns + column] = keeps(row, column) } }
    }
    return .where(mask, self, .zero)
  }
}

extension Tensor where Scalar: NumericScalar {
  /// The sum of the main diagonal of a matrix.
  public func trace() -> Scalar.Total {
    precondition(rank == 2, "the trace is a matrix's, not of shape \(shape)")
    return diagonal().sum()
  }

  /// The differences of neighbours along an axis, which becomes shorter by one.
  public func differences(axis: Int = -1) -> Tensor {
    let axis = shape.normalizedAxis(axis)
    let count = Swift.max(0, shape[axis] - 1)
    func part(_ start: Int) -> Tensor {
      Tensor(storage: storage, layout: layout.sliced(axis: axis, start: start, count: count, step: 1))
    }
    return part(1) - part(0)
  }
}
