// The plumbing that all reductions share.

extension Tensor {
  /// Reduces `axes` (nil: all of them) with a kernel that fills a fresh contiguous result.
  func reduced<Result>(
    _ axes: [Int]?, keepDimensions: Bool, ordered: Bool = false, as _: Result.Type = Result.self,
    _ kernel: (ReductionLoops, UnsafePointer<Scalar>, UnsafeMutablePointer<Result>) -> Void
  ) -> Tensor<Result> {
    let axes = axes.map(shape.normalizedAxes) ?? Array(0..<rank)
    let result = Tensor<Result>(uninitialized: shape.reduced(axes, keepDimensions: keepDimensions))
    kernel(ReductionLoops(layout, reducing: axes, ordered: ordered), storage.pointer, result.storage.pointer)
    return result
  }

  /// Reduces all axes to one value.
  func reducedToScalar<Result: TensorScalar>(
    ordered: Bool = false, as _: Result.Type = Result.self,
    _ kernel: (ReductionLoops, UnsafePointer<Scalar>, UnsafeMutablePointer<Result>) -> Void
  ) -> Result {
    var result = Result.zero
    withUnsafeMutablePointer(to: &result) {
      kernel(ReductionLoops(layout, reducing: Array(0..<rank), ordered: ordered), storage.pointer, $0)
    }
    return result
  }

  /// Traps where an extreme element is asked of nothing.
  func checkNotEmpty(_ axes: [Int]?, _ what: StaticString) {
    let extents = axes.map { $0.map { shape[shape.normalizedAxis($0)] } } ?? shape.dimensions
    precondition(!extents.contains(0), "\(what) of no elements: shape \(shape), axes \(axes.map { "\($0)" } ?? "all")")
  }
}

extension Shape {
  /// Without the axes (or with an extent of one in their place). The axes are normalised.
  func reduced(_ axes: [Int], keepDimensions: Bool) -> Shape {
    Shape(
      dimensions.indices.compactMap { axis in
        axes.contains(axis) ? (keepDimensions ? 1 : nil) : dimensions[axis]
      })
  }
}
