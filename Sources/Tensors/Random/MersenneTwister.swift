#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The generator behind `numpy.random.RandomState(seed)`, bit for bit: MT19937 (Matsumoto and Nishimura 1998) and NumPy's legacy
/// ways from its bits to numbers. For results that must equal those of Python programs; otherwise take ``RandomGenerator``.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
  private static let size = 624
  private static let shift = 397

  private var state: [UInt32]
  private var position = size
  /// The second number of the last pair that ``standardNormal()`` made.
  private var cachedNormal: Double?

  /// As `RandomState(seed)`.
  public init(seed: UInt32) {
    state = [UInt32](unsafeUninitializedCapacity: Self.size) { buffer, count in
      var value = seed
      for index in 0..<Self.size {
        buffer[index] = value
        value = 1_812_433_253 &* (value ^ (value >> 30)) &+ UInt32(index) &+ 1
      }
      count = Self.size
    }
  }

  /// The next 32 bits.
  public mutating func nextWord() -> UInt32 {
    if position == Self.size { refill() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// The next 64 bits, the upper half drawn first.
  public mutating func next() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  private mutating func refill() {
    state.withUnsafeMutableBufferPointer { state in
      for index in 0..<Self.size {
        let mixed = (state[index] & 0x8000_0000) | (state[(index + 1) % Self.size] & 0x7FFF_FFFF)
        state[index] = state[(index + Self.shift) % Self.size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
      }
    }
    position = 0
  }
}

// MARK: - Numbers, as RandomState makes them

extension MersenneTwister {
  /// `random_sample()`, `rand()`: uniform in [0, 1) with 53 bits.
  public mutating func uniform() -> Double {
    let high = Double(nextWord() >> 5)
    let low = Double(nextWord() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// `uniform(lower, upper)`.
  public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// `standard_normal()`, `randn()`: Marsaglia's polar method, the second number of a pair kept for the next call.
  public mutating func standardNormal() -> Double {
    if let cached = cachedNormal {
      cachedNormal = nil
      return cached
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square < 1, square != 0 else { continue }
      let factor = (-2 * log(square) / square).squareRoot()
      cachedNormal = factor * x
      return factor * y
    }
  }

  /// `normal(mean, deviation)`.
  public mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
    mean + deviation * standardNormal()
  }

  /// `randint(lower, upper)`: an integer in lower..<upper.
  public mutating func integer(in range: Range<Int>) -> Int {
    precondition(!range.isEmpty, "an integer in the empty range \(range) was asked for")
    return range.lowerBound &+ Int(truncatingIfNeeded: bounded(UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))))
  }

  /// `permutation(count)`: the numbers 0..<count in random order.
  public mutating func permutation(_ count: Int) -> [Int] { permutation(Array(0..<count)) }

  /// `permutation(items)`: the items in random order. For the rows of a matrix, permute their indices.
  public mutating func permutation<Item>(_ items: [Item]) -> [Item] {
    var items = items
    shuffle(&items)
    return items
  }

  /// `shuffle(items)`: puts the items in random order.
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, Int(bounded(UInt64(last)))) }
  }

  /// An integer in 0...largest: as many bits as `largest` has, drawn until they do not exceed it. Zero costs no draw.
  private mutating func bounded(_ largest: UInt64) -> UInt64 {
    guard largest > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
    while true {
      let value = (largest <= UInt64(UInt32.max) ? UInt64(nextWord()) : next()) & mask
      if value <= largest { return value }
    }
  }
}
