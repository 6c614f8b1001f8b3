internal import Tensors

extension Shape {
  /// The axis in `0..<rank` that `axis` names; negative ones count from the last.
  func axis(_ axis: Int) throws(ShapeMismatch) -> Int {
    let normalized = axis < 0 ? axis + rank : axis
    guard dimensions.indices.contains(normalized) else { throw ShapeMismatch("shape \(self) has no axis \(axis)") }
    return normalized
  }

  /// The axes that `axes` names, ascending.
  func axes(_ axes: [Int]) throws(ShapeMismatch) -> [Int] {
    var normalized: [Int] = []
    for axis in axes { normalized.append(try self.axis(axis)) }
    guard Set(normalized).count == axes.count else { throw ShapeMismatch("axes \(axes) name one axis of shape \(self) twice") }
    return normalized.sorted()
  }

  /// The strides by which contiguous memory of this shape is read as one of shape `target`, which it broadcasts to.
  func strides(broadcastTo target: Shape) -> [Int] {
    let added = target.rank - rank
    let own = contiguousStrides
    return target.indices.map { $0 < added || self[$0 - added] == 1 ? 0 : own[$0 - added] }
  }

  /// The axes of `target` along which this shape, which broadcasts to it, is repeated.
  func axesRepeated(in target: Shape) -> [Int] {
    let added = target.rank - rank
    return target.indices.filter { $0 < added ? target[$0] != 1 : self[$0 - added] != target[$0] }
  }
  /// Where the elements of this shape stand, in row-major order, in memory with the given strides.
  func offsets(strides: [Int]) -> [Int] {
    var offsets = [0]
    for axis in indices {
      offsets = offsets.flatMap { offset in (0..<self[axis]).map { offset + $0 * strides[axis] } }
    }
    return offsets
  }
}
