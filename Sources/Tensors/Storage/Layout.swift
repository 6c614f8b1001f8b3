/// Where a tensor's elements stand in its storage: element (i, j, ...) at `offset + i * strides[0] + j * strides[1] + ...`.
struct Layout: Sendable, Hashable {
  var shape: Shape
  var strides: [Int]
  var offset: Int

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

  func transposed(_ axes: [Int]) -> Layout {
    Layout(shape: Shape(axes.map { shape[$0] }), strides: axes.map { strides[$0] }, offset: offset)
  }
}
