// Loops that another module of the package plans once, for memory of its own, and runs often without allocating.

extension StridedLoops {
  /// Over operands that are read with the same shape, each by its own strides and from its own start.
  package init(
    shape: Shape, _ a: (strides: [Int], start: Int), _ b: (strides: [Int], start: Int), _ c: (strides: [Int], start: Int)? = nil
  ) {
    func layout(_ operand: (strides: [Int], start: Int)) -> Layout {
      Layout(shape: shape, strides: operand.strides, offset: operand.start)
    }
    self.init(layout(a), layout(b), c.map(layout))
  }

  /// target[i] = source[i]; operands source, target. The memories do not overlap.
  package func copy<Scalar: TensorScalar>(_ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>) {
    if count > 0 { StridedCopy.copy(self, source, to: target) }
  }
}

extension ReductionLoops {
  /// Over contiguous memory of the given shape, along the given axes (ascending).
  package init(contiguous shape: Shape, reducing axes: [Int]) {
    self.init(Layout(contiguous: shape), reducing: axes, ordered: false)
  }
}
