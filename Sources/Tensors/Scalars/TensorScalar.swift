/// What a tensor can hold: Bool, UInt8, Int32, Int, Float or Double.
///
/// The requirements of this protocol and of those that refine it are whole-array kernels on raw memory, so that a generic tensor
/// operation costs one witness call, not one per element. Their implementations are generic too, but compiled in this module once
/// for each scalar. The set of scalars is closed: nobody else should conform.
public protocol TensorScalar: Sendable, Hashable, BitwiseCopyable {
  /// Zero, or false: what fresh memory is filled with.
  static var zero: Self { get }

  /// Which of the scalars this is.
  static var kind: ScalarKind { get }

  /// Elementwise comparison; operands a, b, result.
  static func compare(
    _ operation: ComparisonOperation, _ loops: StridedLoops, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Bool>)

  /// Elements of another type, as ``Tensor/init(_:)-cast`` says; operands source, result.
  static func convert(
    _ loops: StridedLoops, from kind: ScalarKind, _ source: UnsafeRawPointer, into result: UnsafeMutablePointer<Self>)

  /// Writes for each element an integer in the order of the scalars: NaN after everything else, -0 the same as 0.
  static func sortKeys(
    _ source: UnsafePointer<Self>, stride: Int, count: Int, into keys: UnsafeMutablePointer<UInt64>)
}

/// The scalars by name.
public enum ScalarKind: String, Sendable, CaseIterable {
  case bool, uint8, int32, int64, float32, float64
}

/// A scalar with arithmetic and an order: integers for labels and files, floating point for everything else.
public protocol NumericScalar: TensorScalar, Comparable, Numeric {
  /// What a sum of many is: Int for integers, the scalar itself for floating point.
  associatedtype Total: NumericScalar

  /// What a mean is: Double for integers, the scalar itself for floating point.
  associatedtype Real: FloatingScalar

  /// Operands a, b, result. The result may lie exactly on a or b.
  static func combine(
    _ operation: ArithmeticOperation, _ loops: StridedLoops, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>)

  /// Operands a, result. The result may lie exactly on a.
  static func map(
    _ function: SignFunction, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>)

  static func sum(
    _ kind: SumKind, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Total>)

  /// Sums divided by `count`.
  static func mean(
    of count: Int, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Real>)

  static func product(_ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Total>)

  static func extremum(
    _ extremum: Extremum, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>)

  /// The first position, in row-major order of the reduced axes, of the extreme element; of the first NaN if there is one.
  static func positionOfExtremum(
    _ extremum: Extremum, _ loops: ReductionLoops, _ source: UnsafePointer<Self>, into result: UnsafeMutablePointer<Int>)

  /// Running totals along the last axis; operands source, result.
  static func accumulate(
    _ accumulation: Accumulation, _ lines: StridedLines, _ source: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Total>)
}

/// Float and Double: the scalars with dense linear algebra.
public protocol FloatingScalar: NumericScalar, BinaryFloatingPoint, BLASScalar, RandomScalar, CorrelationScalar,
  ColumnScalar, WinogradScalar
where Total == Self, Real == Self {
  static func map(
    _ function: ElementaryFunction, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Self>)

  static func classify(
    _ question: FloatingClass, _ loops: StridedLoops, _ a: UnsafePointer<Self>, into result: UnsafeMutablePointer<Bool>)

  /// Sums taken in Double, then finished and rounded once. Centres, one for each result, are taken from the elements first.
  static func moment(
    _ kind: SumKind, _ finish: SumFinish, centers: UnsafePointer<Self>?, _ loops: ReductionLoops, _ source: UnsafePointer<Self>,
    into result: UnsafeMutablePointer<Self>)
}
