// What integers and floating-point scalars do by the same code. Each conformance compiles its own copy of it.

extension NumericScalar {
  public static func compare(
    _ operation: ComparisonOperation, _ loops: StridedLoops, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Bool>
  ) {
    switch operation {
    case .equal: loops.zip(a, b, into: result) { $0 == $1 }
    case .notEqual: loops.zip(a, b, into: result) { $0 != $1 }
    case .less: loops.zip(a, b, into: result) { $0 < $1 }
    case .lessOrEqual: loops.zip(a, b, into: result) { $0 <= $1 }
    case .greater: loops.zip(a, b, into: result) { $0 > $1 }
    case .greaterOrEqual: loops.zip(a, b, into: result) { $0 >= $1 }
    }
  }

  public static func positionOfExtremum(
    _ extremum: Extremum, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Int>
  ) {
    switch extremum {
    case .minimum: loops.run(source, into: result, PositionOfExtremum<Self, MinimumOrder>())
    case .maximum: loops.run(source, into: result, PositionOfExtremum<Self, MaximumOrder>())
    }
  }

  /// Running totals along each line: `combine` adds an element to the running value, which starts as `initial`.
  @inline(__always)
  static func accumulate<Running>(
    _ lines: StridedLines, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Total>, initial: Running,
    _ combine: (Running, Self) -> Running, _ finish: (Running) -> Total
  ) {
    lines.forEach { from, to in
      var running = initial
      for i in 0..<lines.count {
        running = combine(running, source[from + i * lines.sourceStride])
        result[to + i * lines.resultStride] = finish(running)
      }
    }
  }
}
