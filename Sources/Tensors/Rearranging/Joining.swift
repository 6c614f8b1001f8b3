extension Tensor {
  /// The tensors one after the other along an axis. Their other extents agree. Traps without any.
  public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    precondition(!tensors.isEmpty, "nothing to concatenate")
    let first = tensors[0].shape
    let axis = first.normalizedAxis(axis)
    var shape = first
    shape[axis] = 0
    for tensor in tensors {
      precondition(
        tensor.rank == first.rank && tensor.shape.replacing(axis, by: first[axis]) == first,
        "cannot concatenate shapes \(first) and \(tensor.shape) along axis \(axis)")
      shape[axis] += tensor.shape[axis]
    }
    let result = Tensor(uninitialized: shape)
    var start = 0
    for tensor in tensors {
      let place = result.layout.sliced(axis: axis, start: start, count: tensor.shape[axis], step: 1)
      StridedCopy.copy(tensor.storage.pointer, tensor.layout, to: result.storage.pointer, place)
      start += tensor.shape[axis]
    }
    return result
  }

  /// The tensors, all of one shape, one after the other along a new axis at position `axis`.
  public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    precondition(Set(tensors.map(\.shape)).count == 1, "cannot stack shapes \(tensors.map { "\($0.shape)" })")
    let rank = tensors[0].rank + 1
    return concatenated(tensors.map { $0.expanded(axis: axis) }, axis: axis < 0 ? axis + rank : axis)
  }

  /// Equal parts along an axis. Traps unless `count` divides its extent. Views.
  public func split(into count: Int, axis: Int = 0) -> [Tensor] {
    let extent = shape[shape.normalizedAxis(axis)]
    precondition(count > 0 && extent % count == 0, "axis \(axis) of shape \(shape) does not split into \(count) equal parts")
    return split(at: (1..<count).map { $0 * (extent / count) }, axis: axis)
  }

  /// Parts along an axis that begin at 0 and at each of the ascending `positions`. Views.
  public func split(at positions: [Int], axis: Int = 0) -> [Tensor] {
    let axis = shape.normalizedAxis(axis)
    let bounds = [0] + positions.map { Swift.min(Swift.max($0, 0), shape[axis]) } + [shape[axis]]
    return zip(bounds, bounds.dropFirst()).map { start, end in
      let layout = layout.sliced(axis: axis, start: start, count: Swift.max(0, end - start), step: 1)
      return Tensor(storage: storage, layout: layout)
    }
  }

  /// One tensor without the axis for each position along it. Views.
  public func unstacked(axis: Int = 0) -> [Tensor] {
    let axis = shape.normalizedAxis(axis)
    return (0..<shape[axis]).map { Tensor(storage: storage, layout: layout.selecting(axis: axis, position: $0)) }
  }
}
