internal import Tensors

/// Loops over elements that do not see each other.
enum ElementRanges {
  /// Elements that are worth a thread's while.
  static let grain = 32_768

  /// Calls `body` with ranges that cover 0..<count, on all threads.
  static func forEach(_ count: Int, _ body: (Range<Int>) -> Void) {
    Parallel.forEachRange(of: count, grain: grain) { _, range in body(range) }
  }

  /// Copies `count` scalars, on all threads.
  static func copy<Scalar: FloatingScalar>(
    _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    forEach(count) { range in (target + range.lowerBound).update(from: source + range.lowerBound, count: range.count) }
  }
  /// Zeroes `count` scalars, on all threads.
  static func clear<Scalar: FloatingScalar>(_ target: UnsafeMutablePointer<Scalar>, count: Int) {
    forEach(count) { range in (target + range.lowerBound).setToZero(count: range.count) }
  }
}
