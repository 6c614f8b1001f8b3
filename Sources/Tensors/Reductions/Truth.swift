// Questions to Bool tensors. A Bool is a byte that is 0 or 1, so these are reductions of bytes.

extension Tensor where Scalar == Bool {
  /// Whether some element is true; false if there are none.
  public func any() -> Bool { countTrue() > 0 }
  /// Whether every element is true; true if there are none.
  public func all() -> Bool { countTrue() == count }

  public func any(axis: Int, keepDimensions: Bool = false) -> Tensor<Bool> {
    countTrue(axis: axis, keepDimensions: keepDimensions) .> 0
  }
  public func all(axis: Int, keepDimensions: Bool = false) -> Tensor<Bool> {
    countTrue(axis: axis, keepDimensions: keepDimensions) .== shape[shape.normalizedAxis(axis)]
  }

  /// How many elements are true.
  public func countTrue() -> Int {
    reducedToScalar { UInt8.sum(.elements, $0, UnsafeRawPointer($1).assumingMemoryBound(to: UInt8.self), into: $2) }
  }
  public func countTrue(axis: Int, keepDimensions: Bool = false) -> Tensor<Int> {
    reduced([axis], keepDimensions: keepDimensions) {
      UInt8.sum(.elements, $0, UnsafeRawPointer($1).assumingMemoryBound(to: UInt8.self), into: $2)
    }
  }
}
