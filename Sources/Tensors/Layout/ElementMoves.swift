/// Moving elements depends on their size alone: each way to do so is compiled once for an integer of each size and never sees the
/// scalar's type.
protocol ElementMove {
  func run<Word: BitwiseCopyable>(_ word: Word.Type)
}

extension ElementMove {
  /// Runs with the integer of `Scalar`'s size.
  @inline(__always)
  func run<Scalar: BitwiseCopyable>(onSizeOf scalar: Scalar.Type) {
    switch MemoryLayout<Scalar>.stride {
    case 1: run(UInt8.self)
    case 4: run(UInt32.self)
    case 8: run(UInt64.self)
    default: preconditionFailure("no scalar has \(MemoryLayout<Scalar>.stride) bytes")
    }
  }
}
