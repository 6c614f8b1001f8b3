/// How the elements of an array follow each other.
enum ElementLayout {
  /// The strides of row-major order, in elements.
  static func rowMajor(_ shape: [Int]) -> [Int] { strides(shape.indices.reversed(), shape) }

  /// The strides of Fortran's order, in elements.
  static func columnMajor(_ shape: [Int]) -> [Int] { strides(shape.indices, shape) }

  /// The first of `axes` runs fastest. What overflows is left for whoever counts the elements.
  private static func strides(_ axes: some Sequence<Int>, _ shape: [Int]) -> [Int] {
    var strides = shape
    var step = 1
    for axis in axes {
      strides[axis] = step
      step = step.multipliedReportingOverflow(by: max(shape[axis], 1)).partialValue
    }
    return strides
  }

  /// Whether the strides are those of row-major order, where they matter.
  static func isContiguous(_ shape: [Int], _ strides: [Int]) -> Bool {
    if shape.contains(0) { return true }
    return zip(shape, zip(strides, rowMajor(shape))).allSatisfy { extent, strides in extent == 1 || strides.0 == strides.1 }
  }
}
