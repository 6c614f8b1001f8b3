// A C kernel is chosen by ``TensorScalar/kind``; these give it the pointers of the type that has just been found out.

extension UnsafeMutablePointer {
  func `as`<Other>(_ type: Other.Type = Other.self) -> UnsafeMutablePointer<Other> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Other.self)
  }
}

extension UnsafePointer {
  func `as`<Other>(_ type: Other.Type = Other.self) -> UnsafePointer<Other> {
    UnsafeRawPointer(self).assumingMemoryBound(to: Other.self)
  }
}
