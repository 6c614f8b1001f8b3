extension Tensor {
  /// Where the condition holds the element of `a`, elsewhere that of `b`; all three broadcast.
  public static func `where`(_ condition: Tensor<Bool>, _ a: Tensor, _ b: Tensor) -> Tensor {
    guard let shape = condition.shape.broadcast(with: a.shape)?.broadcast(with: b.shape) else {
      preconditionFailure("shapes \(condition.shape), \(a.shape) and \(b.shape) do not broadcast")
    }
    let result = Tensor(uninitialized: shape)
    let loops = StridedLoops(
      condition.layoutBroadcast(to: shape), a.layoutBroadcast(to: shape), b.layoutBroadcast(to: shape), result.layout)
    StridedCopy.select(
      loops, condition.storage.pointer, a.storage.pointer, b.storage.pointer, into: result.storage.pointer)
    return result
  }

  public static func `where`(_ condition: Tensor<Bool>, _ a: Tensor, _ b: Scalar) -> Tensor {
    .where(condition, a, Tensor(scalar: b))
  }

  public static func `where`(_ condition: Tensor<Bool>, _ a: Scalar, _ b: Tensor) -> Tensor {
    .where(condition, Tensor(scalar: a), b)
  }
}
