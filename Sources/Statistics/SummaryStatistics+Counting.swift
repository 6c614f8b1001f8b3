internal import CKernels
public import Tensors

extension SummaryStatistics {
  /// Of the elements of `tensor`. O(elements), on all threads; the result does not depend on how many there are.
  public init<Scalar: NumericScalar>(of tensor: Tensor<Scalar>) {
    switch tensor {
    case let floats as Tensor<Float>: self = floats.withUnsafeBufferPointer { SummaryStatistics(of: $0) }
    case let doubles as Tensor<Double>: self = doubles.withUnsafeBufferPointer { SummaryStatistics(of: $0) }
    default: self = Tensor<Double>(tensor).withUnsafeBufferPointer { SummaryStatistics(of: $0) }
    }
  }

  public init(of values: UnsafeBufferPointer<Float>) {
    self.init(values) { SummaryStatistics(ofPart: $0) }
  }

  public init(of values: UnsafeBufferPointer<Double>) {
    self.init(values) { SummaryStatistics(ofPart: $0) }
  }

  /// On this thread.
  init(ofPart part: UnsafeBufferPointer<Float>) {
    guard let base = part.baseAddress else { self.init(); return }
    self.init(fathom_finite_f32(base, part.count), of: part.count) { fathom_finite_squares_f32(base, part.count, $0) }
  }

  /// On this thread.
  init(ofPart part: UnsafeBufferPointer<Double>) {
    guard let base = part.baseAddress else { self.init(); return }
    self.init(fathom_finite_f64(base, part.count), of: part.count) { fathom_finite_squares_f64(base, part.count, $0) }
  }

  /// Elements that are looked at in one go: twice, so few enough to stay in the cache.
  private static let grain = 1 << 16

  /// The parts' statistics, merged in their order.
  private init<Scalar>(
    _ values: UnsafeBufferPointer<Scalar>, _ part: (UnsafeBufferPointer<Scalar>) -> SummaryStatistics
  ) {
    self.init()
    nonisolated(unsafe) let values = values
    for partial in Parallel.mapRanges(of: values.count, grain: Self.grain, { part(UnsafeBufferPointer(rebasing: values[$0])) }) {
      merge(partial)
    }
  }

  private init(_ finite: fathom_finite, of count: Int, squares: (Double) -> Double) {
    self.init()
    finiteCount = Int(finite.count)
    zeroCount = Int(finite.zeros)
    positiveInfinityCount = Int(finite.positive_infinities)
    negativeInfinityCount = Int(finite.negative_infinities)
    nanCount = count - finiteCount - positiveInfinityCount - negativeInfinityCount
    if finiteCount > 0 {
      minimum = finite.minimum
      maximum = finite.maximum
      mean = finite.sum / Double(finiteCount)
      squaredDeviations = squares(mean)
    }
  }
}
