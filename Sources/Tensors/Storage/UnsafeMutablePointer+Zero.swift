extension UnsafeMutablePointer where Pointee: TensorScalar {
  /// Sets the first `count` scalars to zero, whose bytes are all zero: at the speed of memory in generic code too, where
  /// `update(repeating:)` copies the value element by element.
  package func setToZero(count: Int) {
    UnsafeMutableRawPointer(self).initializeMemory(as: UInt8.self, repeating: 0, count: count * MemoryLayout<Pointee>.stride)
  }
}
