// And, or, exclusive or, not on Bool tensors, by the names of the standard library's SIMD masks.

extension Tensor where Scalar == Bool {
  @inline(__always)
  private static func combine(_ a: Tensor, _ b: Tensor, _ operation: (Bool, Bool) -> Bool) -> Tensor {
    let (shape, layoutA, layoutB) = broadcast(a, b)
    let result = Tensor(uninitialized: shape)
    StridedLoops(layoutA, layoutB, result.layout)
      .zip(a.storage.pointer, b.storage.pointer, into: result.storage.pointer, operation)
    return result
  }

  public static func .& (a: Tensor, b: Tensor) -> Tensor { combine(a, b) { $0 && $1 } }
  public static func .| (a: Tensor, b: Tensor) -> Tensor { combine(a, b) { $0 || $1 } }
  public static func .^ (a: Tensor, b: Tensor) -> Tensor { combine(a, b) { $0 != $1 } }

  public static prefix func .! (a: Tensor) -> Tensor {
    let result = Tensor(uninitialized: a.shape)
    StridedLoops(a.layout, result.layout).map(a.storage.pointer, into: result.storage.pointer) { !$0 }
    return result
  }
}
