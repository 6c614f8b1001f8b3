internal import CKernels

// Float and Double.

extension FloatingScalar {
  public static func combine(
    _ operation: ArithmeticOperation, _ loops: StridedLoops, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>
  ) {
    let step = loops.rowStrides
    if let kernel = operation.kernel, step[2] == 1, step[0] | step[1] == 1 {
      loops.forEachRow(grain: StridedLoops.cheapGrain) { offsets, count in
        vectorCombine(kernel, count, a + offsets[0], step[0], b + offsets[1], step[1], result + offsets[2])
      }
      return
    }
    switch operation {
    case .add: loops.zip(a, b, into: result) { $0 + $1 }
    case .subtract: loops.zip(a, b, into: result) { $0 - $1 }
    case .multiply: loops.zip(a, b, into: result) { $0 * $1 }
    case .divide: loops.zip(a, b, into: result) { $0 / $1 }
    case .floorDivide: loops.zip(a, b, into: result) { floorQuotient($0, $1) }
    case .remainder: loops.zip(a, b, into: result) { floorRemainder($0, $1) }
    case .power: loops.zip(a, b, into: result, grain: StridedLoops.costlyGrain) { power($0, $1) }
    case .minimum: loops.zip(a, b, into: result) { $0 < $1 || $0.isNaN ? $0 : $1 }
    case .maximum: loops.zip(a, b, into: result) { $0 > $1 || $0.isNaN ? $0 : $1 }
    }
  }

  /// A remainder of zero takes the divisor's sign, as Python's does.
  @inline(__always)
  private static func floorRemainder(_ a: Self, _ b: Self) -> Self {
    let rest = a.truncatingRemainder(dividingBy: b)
    if rest == 0 { return Self(signOf: b, magnitudeOf: 0) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// By way of the remainder, so that a quotient that lies just below a whole number is not rounded up to it.
  @inline(__always)
  private static func floorQuotient(_ a: Self, _ b: Self) -> Self {
    if b == 0 { return a / b }
    let quotient = (a - floorRemainder(a, b)) / b
    let below = quotient.rounded(.down)
    return quotient - below > 0.5 ? below + 1 : below
  }

  @inline(__always)
  private static func power(_ a: Self, _ b: Self) -> Self {
    if b == 2 { return a * a }
    if Self.self == Float.self { return Self(Float.power(Float(a), Float(b))) }
    return Self(Double.power(Double(a), Double(b)))
  }

  public static func map(
    _ function: SignFunction, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    switch function {
    case .negate: loops.map(a, into: result) { -$0 }
    case .absolute: loops.map(a, into: result) { $0.magnitude }
    case .sign: loops.map(a, into: result) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    case .square: loops.map(a, into: result) { $0 * $0 }
    case .relu: loops.map(a, into: result) { $0 > 0 || $0.isNaN ? $0 : 0 }
    }
  }

  public static func classify(
    _ question: FloatingClass, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Bool>
  ) {
    switch question {
    case .nan: loops.map(a, into: result) { $0.isNaN }
    case .finite: loops.map(a, into: result) { $0.isFinite }
    case .infinite: loops.map(a, into: result) { $0.isInfinite }
    }
  }

  public static func convert(
    _ loops: StridedLoops, from kind: ScalarKind, _ source: UnsafeRawPointer, into result: UnsafeMutablePointer<Self>
  ) {
    switch kind {
    case .bool, .uint8: loops.map(source.assumingMemoryBound(to: UInt8.self), into: result) { Self($0) }
    case .int32: loops.map(source.assumingMemoryBound(to: Int32.self), into: result) { Self($0) }
    case .int64: loops.map(source.assumingMemoryBound(to: Int.self), into: result) { Self($0) }
    case .float32: loops.map(source.assumingMemoryBound(to: Float.self), into: result) { Self($0) }
    case .float64: loops.map(source.assumingMemoryBound(to: Double.self), into: result) { Self($0) }
    }
  }

  public static func sum(
    _ kind: SumKind, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    moment(kind, SumFinish(), centers: nil, loops, source, into: result)
  }

  public static func mean(
    of count: Int, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    moment(.elements, SumFinish(divisor: Double(count)), centers: nil, loops, source, into: result)
  }

  public static func moment(
    _ kind: SumKind, _ finish: SumFinish, centers: UnsafePointer<Self>?, _ loops: ReductionLoops, _ source: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>
  ) {
    func run<Term: SumTerm>(_: Term.Type) {
      if let centers {
        loops.run(source, into: result, CenteredSum<Self, Term>(centers: centers, finish: finish))
      } else {
        loops.run(source, into: result, FloatingSum<Self, Term>(finish: finish))
      }
    }
    switch kind {
    case .elements: run(ElementTerm.self)
    case .magnitudes: run(MagnitudeTerm.self)
    case .squares: run(SquareTerm.self)
    }
  }

  public static func product(_ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>) {
    loops.run(source, into: result, FloatingProduct<Self>())
  }

  public static func extremum(
    _ extremum: Extremum, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    switch extremum {
    case .minimum: loops.run(source, into: result, ExtremeElement<Self, MinimumOrder>(identity: .infinity))
    case .maximum: loops.run(source, into: result, ExtremeElement<Self, MaximumOrder>(identity: -.infinity))
    }
  }

  public static func accumulate(
    _ accumulation: Accumulation, _ lines: StridedLines, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>
  ) {
    switch accumulation {
    case .sum: accumulate(lines, source, into: result, initial: 0.0, { $0 + Double($1) }, { Self($0) })
    case .product: accumulate(lines, source, into: result, initial: 1.0, { $0 * Double($1) }, { Self($0) })
    }
  }

  public static func sortKeys(
    _ source: UnsafePointer<Self>, stride: Int, count: Int, into keys: UnsafeMutablePointer<UInt64>
  ) {
    for i in 0..<count {
      let value = Double(source[i * stride])
      // Adding zero turns -0 into 0. Negative numbers order backwards by their bits.
      let bits = (value + 0).bitPattern
      keys[i] = value.isNaN ? .max : bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
  }
}

extension ArithmeticOperation {
  /// The vector loop in C, where there is one.
  fileprivate var kernel: fathom_arithmetic? {
    switch self {
    case .add: FATHOM_ADD
    case .subtract: FATHOM_SUBTRACT
    case .multiply: FATHOM_MULTIPLY
    case .divide: FATHOM_DIVIDE
    case .minimum: FATHOM_MINIMUM
    case .maximum: FATHOM_MAXIMUM
    case .floorDivide, .remainder, .power: nil
    }
  }
}

extension FloatingScalar {
  /// Contiguous memory, or one element repeated where the step is 0.
  @inline(__always)
  fileprivate static func vectorCombine(
    _ kernel: fathom_arithmetic, _ count: Int, _ a: UnsafePointer<Self>, _ stepA: Int, _ b: UnsafePointer<Self>, _ stepB: Int,
    _ result: UnsafeMutablePointer<Self>
  ) {
    let (rawA, rawB, raw) = (UnsafeRawPointer(a), UnsafeRawPointer(b), UnsafeMutableRawPointer(result))
    if Self.self == Float.self {
      fathom_combine_f32(
        kernel, count, rawA.assumingMemoryBound(to: Float.self), stepA, rawB.assumingMemoryBound(to: Float.self), stepB,
        raw.assumingMemoryBound(to: Float.self))
    } else {
      fathom_combine_f64(
        kernel, count, rawA.assumingMemoryBound(to: Double.self), stepA, rawB.assumingMemoryBound(to: Double.self), stepB,
        raw.assumingMemoryBound(to: Double.self))
    }
  }
}
