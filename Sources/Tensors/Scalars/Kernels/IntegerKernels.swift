// UInt8, Int32 and Int. Arithmetic wraps around where it overflows, as NumPy's does; dividing by zero traps.

extension NumericScalar where Self: FixedWidthInteger {
  public static func combine(
    _ operation: ArithmeticOperation, _ loops: StridedLoops, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>
  ) {
    switch operation {
    case .add: loops.zip(a, b, into: result) { $0 &+ $1 }
    case .subtract: loops.zip(a, b, into: result) { $0 &- $1 }
    case .multiply: loops.zip(a, b, into: result) { $0 &* $1 }
    case .divide: loops.zip(a, b, into: result) { quotient($0, $1) }
    case .floorDivide: loops.zip(a, b, into: result) { floorQuotient($0, $1) }
    case .remainder: loops.zip(a, b, into: result) { $0 &- floorQuotient($0, $1) &* $1 }
    case .power: loops.zip(a, b, into: result) { power($0, $1) }
    case .minimum: loops.zip(a, b, into: result) { Swift.min($0, $1) }
    case .maximum: loops.zip(a, b, into: result) { Swift.max($0, $1) }
    }
  }

  @inline(__always)
  private static func quotient(_ a: Self, _ b: Self) -> Self {
    precondition(b != 0, "an integer tensor is divided by zero")
    return a.dividedReportingOverflow(by: b).partialValue
  }

  @inline(__always)
  private static func floorQuotient(_ a: Self, _ b: Self) -> Self {
    let quotient = quotient(a, b)
    let isRounded = quotient &* b != a
    return isRounded && (a < 0) != (b < 0) ? quotient &- 1 : quotient
  }

  private static func power(_ base: Self, _ exponent: Self) -> Self {
    precondition(exponent >= 0, "an integer tensor is raised to the negative power \(exponent)")
    var (result, square, rest) = (1 as Self, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result &* square }
      square = square &* square
      rest >>= 1
    }
    return result
  }

  public static func map(
    _ function: SignFunction, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    switch function {
    case .negate: loops.map(a, into: result) { 0 &- $0 }
    case .absolute: loops.map(a, into: result) { $0 < 0 ? 0 &- $0 : $0 }
    case .sign: loops.map(a, into: result) { $0.signum() }
    case .square: loops.map(a, into: result) { $0 &* $0 }
    case .relu: loops.map(a, into: result) { Swift.max($0, 0) }
    }
  }

  public static func convert(
    _ loops: StridedLoops, from kind: ScalarKind, _ source: UnsafeRawPointer, into result: UnsafeMutablePointer<Self>
  ) {
    switch kind {
    case .bool, .uint8: loops.map(source.assumingMemoryBound(to: UInt8.self), into: result) { Self(truncatingIfNeeded: $0) }
    case .int32: loops.map(source.assumingMemoryBound(to: Int32.self), into: result) { Self(truncatingIfNeeded: $0) }
    case .int64: loops.map(source.assumingMemoryBound(to: Int.self), into: result) { Self(truncatingIfNeeded: $0) }
    case .float32: loops.map(source.assumingMemoryBound(to: Float.self), into: result) { Self(saturating: Double($0)) }
    case .float64: loops.map(source.assumingMemoryBound(to: Double.self), into: result) { Self(saturating: $0) }
    }
  }

  /// The value without its fraction; the nearest there is where that does not fit; zero for NaN.
  @inline(__always)
  fileprivate init(saturating value: Double) {
    // The largest values are one less than a power of two, which is what a Double rounds them to: so "below" decides.
    if value > Double(Self.min) && value < Double(Self.max) {
      self = Self(value)
    } else {
      self = value >= Double(Self.max) ? .max : value <= Double(Self.min) ? .min : 0
    }
  }

  public static func sum(
    _ kind: SumKind, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Int>
  ) {
    switch kind {
    case .elements: loops.run(source, into: result, IntegerSum<Self, ElementTerm>())
    case .magnitudes: loops.run(source, into: result, IntegerSum<Self, MagnitudeTerm>())
    case .squares: loops.run(source, into: result, IntegerSum<Self, SquareTerm>())
    }
  }

  public static func mean(
    of count: Int, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Double>
  ) {
    loops.run(source, into: result, IntegerMean<Self>(count: count))
  }

  public static func product(_ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Int>) {
    loops.run(source, into: result, IntegerProduct<Self>())
  }

  public static func extremum(
    _ extremum: Extremum, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    switch extremum {
    case .minimum: loops.run(source, into: result, ExtremeElement<Self, MinimumOrder>(identity: .max))
    case .maximum: loops.run(source, into: result, ExtremeElement<Self, MaximumOrder>(identity: .min))
    }
  }

  public static func accumulate(
    _ accumulation: Accumulation, _ lines: StridedLines, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Total>
  ) where Total == Int {
    switch accumulation {
    case .sum: accumulate(lines, source, into: result, initial: 0, { $0 &+ Int(truncatingIfNeeded: $1) }, { $0 })
    case .product: accumulate(lines, source, into: result, initial: 1, { $0 &* Int(truncatingIfNeeded: $1) }, { $0 })
    }
  }

  public static func sortKeys(
    _ source: UnsafePointer<Self>, stride: Int, count: Int, into keys: UnsafeMutablePointer<UInt64>
  ) {
    for i in 0..<count {
      let bits = UInt64(truncatingIfNeeded: Int(truncatingIfNeeded: source[i * stride]))
      keys[i] = bits ^ (1 << 63)
    }
  }
}
