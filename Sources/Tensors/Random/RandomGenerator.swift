/// Random numbers that are a pure function of (seed, counter): Philox 4x32-10.
///
/// A generator is a value: a key and the next counter. Filling an array takes the counters that follow, so the numbers depend on
/// the seed and on what was drawn before, never on threads. ``stream(_:)`` gives generators that are independent of this one.
public struct RandomGenerator: RandomNumberGenerator, Sendable, Hashable {
  private let key: UInt64
  /// The next counter to be used.
  public private(set) var counter: UInt64 = 0

  public init(seed: UInt64) { key = seed }

  /// The generator number `index` of those that belong to this one's seed: same index, same numbers, whatever was drawn before.
  public func stream(_ index: UInt64) -> RandomGenerator {
    let words = block(index, purpose: .streamKey)
    return RandomGenerator(seed: UInt64(words[0]) << 32 | UInt64(words[1]))
  }

  /// 64 random bits. Uses one counter.
  public mutating func next() -> UInt64 {
    let words = block(counter, purpose: .numbers)
    counter &+= 1
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }

  /// What the third word of the 128-bit counter tells apart; from `.retry` upwards: the attempts at an integer without bias.
  private enum Purpose {
    case numbers, streamKey, retry(UInt32)
    var word: UInt32 {
      switch self {
      case .numbers: 0
      case .streamKey: 1
      case .retry(let attempt): 2 + attempt
      }
    }
  }

  private func block(_ counter: UInt64, purpose: Purpose) -> SIMD4<UInt32> {
    let low = UInt32(truncatingIfNeeded: counter)
    let high = UInt32(truncatingIfNeeded: counter >> 32)
    return Philox.block(SIMD4(low, high, purpose.word, 0), key: key)
  }

  private mutating func takeCounters(_ count: Int) -> UInt64 {
    defer { counter &+= UInt64(count) }
    return counter
  }
}

// MARK: - Floating point

extension RandomGenerator {
  /// Fills `target` with numbers uniform in [lower, upper). As always with floating point, one may round to `upper` itself unless
  /// the range is 0..<1.
  public mutating func fillUniform<Scalar: RandomScalar & BinaryFloatingPoint & Sendable>(
    _ target: UnsafeMutableBufferPointer<Scalar>, in range: Range<Scalar> = 0..<1
  ) {
    fill(target) { pointer, count, counter, key in
      Scalar.fillUniform(
        pointer, count: count, lower: range.lowerBound, width: range.upperBound - range.lowerBound, counter: counter, key: key)
    }
  }

  /// Fills `target` with normal numbers.
  public mutating func fillNormal<Scalar: RandomScalar & BinaryFloatingPoint & Sendable>(
    _ target: UnsafeMutableBufferPointer<Scalar>, mean: Scalar = 0, deviation: Scalar = 1
  ) {
    fill(target) { pointer, count, counter, key in
      Scalar.fillNormal(pointer, count: count, mean: mean, deviation: deviation, counter: counter, key: key)
    }
  }

  private mutating func fill<Scalar: RandomScalar>(
    _ target: UnsafeMutableBufferPointer<Scalar>, _ run: (UnsafeMutablePointer<Scalar>, Int, UInt64, UInt64) -> Void
  ) {
    guard let base = target.baseAddress, !target.isEmpty else { return }
    let perCounter = Scalar.numbersPerCounter
    let first = takeCounters((target.count + perCounter - 1) / perCounter)
    let grain = 8_192  // numbers, a multiple of what any scalar takes from a counter
    Parallel.forEachRange(of: target.count, grain: grain) { _, range in
      run(base + range.lowerBound, range.count, first &+ UInt64(range.lowerBound / perCounter), key)
    }
  }
}

// MARK: - Integers

extension RandomGenerator {
  /// An integer uniform in 0..<bound, without bias. Uses one counter. Traps unless `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    integer(below: bound, at: takeCounters(1))
  }

  /// Fills `target` with integers uniform in 0..<bound, without bias.
  public mutating func fillIntegers(_ target: UnsafeMutableBufferPointer<Int>, below bound: Int) {
    precondition(bound > 0, "an integer below \(bound) was asked for")
    guard let base = target.baseAddress, !target.isEmpty else { return }
    let first = takeCounters(target.count)
    Parallel.forEachRange(of: target.count, grain: 4_096) { _, range in
      for index in range { base[index] = integer(below: bound, at: first &+ UInt64(index)) }
    }
  }

  /// The numbers 0..<count in random order.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Puts `items` in random order (Fisher and Yates). O(count).
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, integer(below: last + 1)) }
  }

  /// The upper word of bits * bound, drawn again where the lower word says that its bucket is one too full
  /// (Lemire, Fast random integer generation in an interval, 2019).
  private func integer(below bound: Int, at counter: UInt64) -> Int {
    precondition(bound > 0, "an integer below \(bound) was asked for")
    let bound = UInt64(bound)
    var words = block(counter, purpose: .numbers)
    var attempt: UInt32 = 0
    while true {
      let product = (UInt64(words[0]) << 32 | UInt64(words[1])).multipliedFullWidth(by: bound)
      if product.low >= bound || product.low >= (0 &- bound) % bound { return Int(product.high) }
      words = block(counter, purpose: .retry(attempt))
      attempt &+= 1
    }
  }
}
