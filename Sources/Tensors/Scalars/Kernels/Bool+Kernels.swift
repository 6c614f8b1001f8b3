/// A Bool is a byte that is 0 or 1: false comes before true.
extension Bool {
  public static func compare(
    _ operation: ComparisonOperation, _ loops: StridedLoops, _ a: UnsafePointer<Bool>, _ b: UnsafePointer<Bool>,
    into result: UnsafeMutablePointer<Bool>
  ) {
    UInt8.compare(
      operation, loops, UnsafeRawPointer(a).assumingMemoryBound(to: UInt8.self),
      UnsafeRawPointer(b).assumingMemoryBound(to: UInt8.self), into: result)
  }

  public static func convert(
    _ loops: StridedLoops, from kind: ScalarKind, _ source: UnsafeRawPointer, into result: UnsafeMutablePointer<Bool>
  ) {
    switch kind {
    case .bool: loops.map(source.assumingMemoryBound(to: Bool.self), into: result) { $0 }
    case .uint8: loops.map(source.assumingMemoryBound(to: UInt8.self), into: result) { $0 != 0 }
    case .int32: loops.map(source.assumingMemoryBound(to: Int32.self), into: result) { $0 != 0 }
    case .int64: loops.map(source.assumingMemoryBound(to: Int.self), into: result) { $0 != 0 }
    case .float32: loops.map(source.assumingMemoryBound(to: Float.self), into: result) { $0 != 0 }
    case .float64: loops.map(source.assumingMemoryBound(to: Double.self), into: result) { $0 != 0 }
    }
  }

  public static func sortKeys(
    _ source: UnsafePointer<Bool>, stride: Int, count: Int, into keys: UnsafeMutablePointer<UInt64>
  ) {
    for i in 0..<count { keys[i] = source[i * stride] ? 1 : 0 }
  }
}
