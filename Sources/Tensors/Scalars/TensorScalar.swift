/// What a tensor can hold.
///
/// The requirements of this protocol and of those that refine it are whole-array kernels, so that a generic tensor operation costs
/// one witness call, not one per element.
public protocol TensorScalar: Sendable, Hashable, BitwiseCopyable {
  /// Zero, or false: what fresh memory is filled with.
  static var zero: Self { get }
}

/// A scalar with arithmetic and an order: integers for labels and files, floating point for everything else.
public protocol NumericScalar: TensorScalar, Comparable, Numeric {}

/// Float and Double: the scalars with dense linear algebra.
public protocol FloatingScalar: NumericScalar, BinaryFloatingPoint, BLASScalar, RandomScalar {}

extension Bool: TensorScalar { public static var zero: Bool { false } }
extension UInt8: NumericScalar {}
extension Int32: NumericScalar {}
extension Int: NumericScalar {}
extension Float: FloatingScalar {}
extension Double: FloatingScalar {}
