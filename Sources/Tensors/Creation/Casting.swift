extension Tensor {
  /// The same values as another scalar type.
  ///
  /// Integers that do not fit wrap around, as in NumPy. Floating point to integer loses the fraction; values out of range become the
  /// nearest integer there is and NaN becomes 0 (NumPy leaves both undefined). Anything but zero becomes true.
  public init<Source>(_ source: Tensor<Source>) {
    if let same = source as? Tensor {
      self = same
      return
    }
    self.init(uninitialized: source.shape)
    Scalar.convert(StridedLoops(source.layout, layout), from: Source.kind, source.storage.pointer, into: storage.pointer)
  }
}
