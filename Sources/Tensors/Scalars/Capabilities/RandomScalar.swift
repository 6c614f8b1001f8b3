internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A scalar that random numbers come in. Runs of counters are filled on the calling thread; ``RandomGenerator`` cuts them into chunks.
public protocol RandomScalar {
  /// How many numbers one counter gives.
  static var numbersPerCounter: Int { get }

  /// target[count] = lower + width * u, with u uniform in [0, 1).
  static func fillUniform(
    _ target: UnsafeMutablePointer<Self>, count: Int, lower: Self, width: Self, counter: UInt64, key: UInt64)

  /// target[count] = mean + deviation * z, with z standard normal.
  static func fillNormal(
    _ target: UnsafeMutablePointer<Self>, count: Int, mean: Self, deviation: Self, counter: UInt64, key: UInt64)
}

extension Float: RandomScalar {
  public static var numbersPerCounter: Int { 4 }

  public static func fillUniform(
    _ target: UnsafeMutablePointer<Float>, count: Int, lower: Float, width: Float, counter: UInt64, key: UInt64
  ) {
    fathom_philox_uniform_float(target, count, counter, key, lower, width)
  }

  public static func fillNormal(
    _ target: UnsafeMutablePointer<Float>, count: Int, mean: Float, deviation: Float, counter: UInt64, key: UInt64
  ) {
    forEachRunOfWords(count: count, perCounter: 4, counter: counter, key: key) { start, count, words in
      for pair in stride(from: 0, to: count, by: 2) {
        // The half keeps the logarithm's argument away from zero.
        let (first, second) = normalPair(
          (Double(words[pair]) + 0.5) * 0x1p-32, Double(words[pair + 1]) * 0x1p-32)
        target[start + pair] = mean + deviation * Float(first)
        if pair + 1 < count { target[start + pair + 1] = mean + deviation * Float(second) }
      }
    }
  }
}

extension Double: RandomScalar {
  public static var numbersPerCounter: Int { 2 }

  public static func fillUniform(
    _ target: UnsafeMutablePointer<Double>, count: Int, lower: Double, width: Double, counter: UInt64, key: UInt64
  ) {
    fathom_philox_uniform_double(target, count, counter, key, lower, width)
  }

  public static func fillNormal(
    _ target: UnsafeMutablePointer<Double>, count: Int, mean: Double, deviation: Double, counter: UInt64, key: UInt64
  ) {
    func bits(_ words: UnsafeMutablePointer<UInt32>, _ at: Int) -> Double {
      Double((UInt64(words[2 * at]) << 32 | UInt64(words[2 * at + 1])) >> 11)
    }
    forEachRunOfWords(count: count, perCounter: 2, counter: counter, key: key) { start, count, words in
      for pair in stride(from: 0, to: count, by: 2) {
        let (first, second) = normalPair((bits(words, pair) + 0.5) * 0x1p-53, bits(words, pair + 1) * 0x1p-53)
        target[start + pair] = mean + deviation * first
        if pair + 1 < count { target[start + pair + 1] = mean + deviation * second }
      }
    }
  }
}

/// Two independent standard normal numbers from two uniform ones, the first above zero (Box and Muller 1958).
private func normalPair(_ u: Double, _ v: Double) -> (Double, Double) {
  let radius = (-2 * log(u)).squareRoot()
  let angle = 2 * Double.pi * v
  return (radius * cos(angle), radius * sin(angle))
}

/// Hands out the words for `count` numbers in runs that fit the first-level cache: `body(start, count, words)`.
private func forEachRunOfWords(
  count: Int, perCounter: Int, counter: UInt64, key: UInt64, _ body: (Int, Int, UnsafeMutablePointer<UInt32>) -> Void
) {
  let run = 256
  withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * run) { words in
    let words = words.baseAddress!
    for start in stride(from: 0, to: count, by: run * perCounter) {
      let numbers = min(run * perCounter, count - start)
      fathom_philox_words(words, (numbers + perCounter - 1) / perCounter, counter &+ UInt64(start / perCounter), key)
      body(start, numbers, words)
    }
  }
}
