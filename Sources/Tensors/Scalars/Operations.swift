// The operations that kernels switch on, once per array and outside their loops.

/// What combines two elements into one.
public enum ArithmeticOperation: Sendable, CaseIterable {
  case add, subtract, multiply
  /// The scalar's own division: integers lose the fraction, as Swift's do.
  case divide
  /// Division rounded towards negative infinity.
  case floorDivide
  /// What remains after ``floorDivide``: it has the sign of the divisor, as in NumPy.
  case remainder
  case power
  /// The smaller and the larger one. A NaN on either side gives NaN.
  case minimum, maximum
}

/// What compares two elements. NaN is unequal to everything and in no order.
public enum ComparisonOperation: Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// What turns an element of any numeric type into another one.
public enum SignFunction: Sendable, CaseIterable {
  case negate, absolute, sign, square
  /// max(x, 0).
  case relu
}

/// What turns a floating-point element into another one.
public enum ElementaryFunction: Sendable, CaseIterable {
  case exp, exp2, expm1, log, log2, log10, log1p
  case sqrt, rsqrt, cbrt, reciprocal
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  /// 1 / (1 + exp(-x)).
  case sigmoid
  /// log(1 + exp(x)).
  case softplus
  case erf
  case floor, ceil, truncate
  /// To the nearest integer, halves to the even one, as in NumPy.
  case round
}

/// What asks a yes-or-no question of a floating-point element.
public enum FloatingClass: Sendable { case nan, finite, infinite }

/// What is added up.
public enum SumKind: Sendable { case elements, magnitudes, squares }

/// What becomes of a sum: divided by something (a count, or 1), and its square root taken if it is the square of what is wanted.
public struct SumFinish: Sendable {
  var divisor: Double = 1
  var isRoot = false
}

public enum Extremum: Sendable { case minimum, maximum }

/// What runs along an axis.
public enum Accumulation: Sendable { case sum, product }
