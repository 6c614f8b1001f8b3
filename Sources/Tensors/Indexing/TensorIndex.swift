/// What may stand between the brackets of a tensor: integers, ranges, `.all`, `.slice(...)`, `.ellipsis`, `.newAxis`, arrays and
/// tensors of integers, and masks.
public protocol TensorIndex {
  var part: IndexPart { get }
}

/// One part of an index, by its meaning.
public struct IndexPart: TensorIndex, Sendable {
  enum Kind: Sendable {
    /// One position; the axis goes away.
    case position(Int)
    /// Positions from `start` up to but without `end`, by `step`. Nil: from or to the end that the step's direction implies.
    case slice(start: Int?, end: Int?, step: Int)
    case newAxis
    case ellipsis
    /// Any positions, in any order and number.
    case positions(Tensor<Int>)
    /// The positions, over as many axes as the mask has, where it is true.
    case mask(Tensor<Bool>)
  }

  let kind: Kind
  public var part: IndexPart { self }
}

extension TensorIndex where Self == IndexPart {
  /// The whole of one axis: `:` in NumPy.
  public static var all: IndexPart { IndexPart(kind: .slice(start: nil, end: nil, step: 1)) }

  /// As many whole axes as it takes: `...` in NumPy.
  public static var ellipsis: IndexPart { IndexPart(kind: .ellipsis) }

  /// An axis of extent one that was not there: `None` in NumPy.
  public static var newAxis: IndexPart { IndexPart(kind: .newAxis) }

  /// `start:end:step` in NumPy. Negative positions count from the end; nil is the end that the step comes from or goes to; positions
  /// out of range are cut to it.
  public static func slice(_ start: Int? = nil, _ end: Int? = nil, step: Int = 1) -> IndexPart {
    precondition(step != 0, "a slice has no step of zero")
    return IndexPart(kind: .slice(start: start, end: end, step: step))
  }
}

// MARK: - Integers and ranges

extension Int: TensorIndex {
  public var part: IndexPart { IndexPart(kind: .position(self)) }
}

extension Range: TensorIndex where Bound == Int {
  public var part: IndexPart { .slice(lowerBound, upperBound) }
}

extension ClosedRange: TensorIndex where Bound == Int {
  public var part: IndexPart { .slice(lowerBound, upperBound == -1 ? nil : upperBound + 1) }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
  public var part: IndexPart { .slice(lowerBound) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
  public var part: IndexPart { .slice(nil, upperBound) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
  public var part: IndexPart { .slice(nil, upperBound == -1 ? nil : upperBound + 1) }
}

// MARK: - Arrays and tensors

extension Array: TensorIndex where Element == Int {
  public var part: IndexPart { IndexPart(kind: .positions(Tensor(self))) }
}

/// The scalars of tensors that index others: Int, Int32 and UInt8 as positions, Bool as a mask.
public protocol IndexScalar: TensorScalar {
  static func part(_ tensor: Tensor<Self>) -> IndexPart
}

extension Tensor: TensorIndex where Scalar: IndexScalar {
  public var part: IndexPart { Scalar.part(self) }
}

extension Int: IndexScalar {
  public static func part(_ tensor: Tensor<Int>) -> IndexPart { IndexPart(kind: .positions(tensor)) }
}

extension Int32: IndexScalar {
  public static func part(_ tensor: Tensor<Int32>) -> IndexPart { IndexPart(kind: .positions(Tensor<Int>(tensor))) }
}

extension UInt8: IndexScalar {
  public static func part(_ tensor: Tensor<UInt8>) -> IndexPart { IndexPart(kind: .positions(Tensor<Int>(tensor))) }
}

extension Bool: IndexScalar {
  public static func part(_ tensor: Tensor<Bool>) -> IndexPart { IndexPart(kind: .mask(tensor)) }
}
