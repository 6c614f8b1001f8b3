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

  /// The same on this thread, and the CRC-32 of the elements' bytes taken along: `checksum` is that of the bytes before them, and then that
  /// of both. Each few elements are summed and then checked in the cache, while memory brings the next: quicker than one after the other.
  package init(of values: UnsafeBufferPointer<Float>, checksum: inout UInt32) {
    self.init()
    for start in stride(from: 0, to: values.count, by: Self.grain) {
      merge(SummaryStatistics(ofPart: UnsafeBufferPointer(rebasing: values[start..<min(start + Self.grain, values.count)]), checksum: &checksum))
    }
  }

  /// On this thread.
  init(ofPart part: UnsafeBufferPointer<Float>, checksum: UnsafeMutablePointer<UInt32>? = nil) {
    guard let base = part.baseAddress else { self.init(); return }
    if let center = Self.center(part) {
      let found = fathom_deviations_f32(Self.level, base, part.count, center, checksum)
      if let quick = Self(found, of: part.count, center) {
        self = quick
        return
      }
    } else if let checksum {
      checksum.pointee = fathom_crc32(checksum.pointee, base, part.count * MemoryLayout<Float>.size)
    }
    self.init(fathom_finite_f32(base, part.count), of: part.count) { fathom_finite_squares_f32(base, part.count, $0) }
  }

  /// On this thread.
  init(ofPart part: UnsafeBufferPointer<Double>) {
    guard let base = part.baseAddress else { self.init(); return }
    if let center = Self.center(part), let quick = Self(fathom_deviations_f64(base, part.count, center), of: part.count, center) {
      self = quick
      return
    }
    self.init(fathom_finite_f64(base, part.count), of: part.count) { fathom_finite_squares_f64(base, part.count, $0) }
  }

  /// A number near the mean, for one pass: that of the first few, or 0 where it is near beside their spread, for this takes less work.
  /// Nil where one of these is not finite, or where there are few in all.
  private static func center<Scalar: BinaryFloatingPoint>(_ part: UnsafeBufferPointer<Scalar>) -> Double? {
    let length = 16
    guard part.count >= 16 * length else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for index in 0..<length {
      let value = Double(part[index])
      sum += value
      squares += value * value
    }
    guard squares.isFinite else { return nil }
    let center = sum / Double(length)
    return center * center < squares / Double(2 * length) ? 0 : center
  }

  /// Nil where a number is not finite, or where the mean is so far from the center that the variance would lose more than ten of its bits.
  private init?(_ found: fathom_deviations, of count: Int, _ center: Double) {
    let shift = found.sum / Double(count)
    let squares = found.squares - found.sum * shift
    guard found.squares.isFinite, squares >= found.squares / 1024 else { return nil }
    self.init()
    finiteCount = count
    zeroCount = Int(found.zeros)
    minimum = found.minimum
    maximum = found.maximum
    mean = center + shift
    squaredDeviations = squares
  }

  private static let level = fathom_isa(UInt32(InstructionSet.current.rawValue))

  /// Elements that are looked at in one go: perhaps twice, so few enough to stay in the cache.
  private static let grain = 1 << 16

  /// The parts' statistics, merged in their order.
  private init<Scalar>(
    _ values: UnsafeBufferPointer<Scalar>, _ part: (UnsafeBufferPointer<Scalar>) -> SummaryStatistics
  ) {
    guard values.count > Self.grain else { self = part(values); return }
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
