// All arithmetic on two operands comes down to these three functions.

extension Tensor where Scalar: NumericScalar {
  /// The operation on each pair of elements, shapes broadcast as in NumPy.
  public func combined(with other: Tensor, by operation: ArithmeticOperation) -> Tensor {
    let (shape, a, b) = Tensor.broadcast(self, other)
    let result = Tensor(uninitialized: shape)
    Tensor.combine(operation, storage, a, other.storage, b, into: result)
    return result
  }

  /// The operation on each pair of elements, written to `result`, whose memory is used again if it has the right shape.
  public func combine(_ operation: ArithmeticOperation, _ other: Tensor, into result: inout Tensor) {
    let (shape, a, b) = Tensor.broadcast(self, other)
    result.prepareForOverwriting(shape: shape)
    Tensor.combine(operation, storage, a, other.storage, b, into: result)
  }

  /// The operation in place. `other` broadcasts to this tensor's shape, never the other way round.
  public mutating func combine(_ operation: ArithmeticOperation, with other: Tensor) {
    let otherLayout = other.layoutBroadcast(to: shape)
    makeWritable()
    Tensor.combine(operation, storage, layout, other.storage, otherLayout, into: self)
  }

  private static func combine(
    _ operation: ArithmeticOperation, _ a: Storage<Scalar>, _ layoutA: Layout, _ b: Storage<Scalar>, _ layoutB: Layout,
    into result: Tensor
  ) {
    let loops = StridedLoops(layoutA, layoutB, result.layout)
    Scalar.combine(operation, loops, a.pointer, b.pointer, into: result.storage.pointer)
  }

}

// MARK: - By name, into memory that is there already

extension Tensor where Scalar: NumericScalar {
  /// `result = self + other`, without new memory where `result` has the shape already; so the following ones.
  public func add(_ other: Tensor, into result: inout Tensor) { combine(.add, other, into: &result) }
  public func subtract(_ other: Tensor, into result: inout Tensor) { combine(.subtract, other, into: &result) }
  public func multiply(_ other: Tensor, into result: inout Tensor) { combine(.multiply, other, into: &result) }
  public func divide(_ other: Tensor, into result: inout Tensor) { combine(.divide, other, into: &result) }

  /// The smaller and the larger of each pair. A NaN on either side gives NaN.
  public func minimum(_ other: Tensor) -> Tensor { combined(with: other, by: .minimum) }
  public func minimum(_ scalar: Scalar) -> Tensor { combined(with: Tensor(scalar: scalar), by: .minimum) }
  public func maximum(_ other: Tensor) -> Tensor { combined(with: other, by: .maximum) }
  public func maximum(_ scalar: Scalar) -> Tensor { combined(with: Tensor(scalar: scalar), by: .maximum) }

  /// Each element raised to a power. Integers take no negative exponent.
  public func power(_ exponent: Tensor) -> Tensor { combined(with: exponent, by: .power) }
  public func power(_ exponent: Scalar) -> Tensor { combined(with: Tensor(scalar: exponent), by: .power) }

  /// The quotient rounded towards negative infinity; `%` is what remains after it.
  public func floorDivided(by divisor: Tensor) -> Tensor { combined(with: divisor, by: .floorDivide) }
  public func floorDivided(by divisor: Scalar) -> Tensor { combined(with: Tensor(scalar: divisor), by: .floorDivide) }

  /// Each element no smaller than `lower` and no larger than `upper`.
  public func clipped(_ lower: Scalar, _ upper: Scalar) -> Tensor {
    var result = maximum(lower)
    result.combine(.minimum, with: Tensor(scalar: upper))
    return result
  }
}
