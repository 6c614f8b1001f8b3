internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A length 2^a 3^b 5^c taken apart into radices, with the constants that the transforms in CKernels need.
final class FourierPlan: @unchecked Sendable {
  let length: Int
  let radices: [Int]
  /// Where element k of a spectrum lies after the transform.
  let positions: GridBuffer<Int32>
  private let twiddles: GridBuffer<Float>

  /// The plan as the kernels take it: valid as long as this object lives.
  let raw: fathom_fft

  /// `length` must be one of ``efficientLength(atLeast:)``'s.
  init(length: Int) {
    let radices = Self.radices(of: length)
    precondition(
      radices.count >= 2 && radices.reduce(1, *) == length,
      "\(length) is not a transform length")
    self.length = length
    self.radices = radices
    positions = Self.positions(radices, length)
    twiddles = Self.twiddles(radices, length)
    var raw = fathom_fft()
    raw.length = Int32(length)
    raw.stage_count = Int32(radices.count)
    withUnsafeMutableBytes(of: &raw.radices) { bytes in
      let slots = bytes.bindMemory(to: Int32.self)
      for (stage, radix) in radices.enumerated() { slots[stage] = Int32(radix) }
    }
    raw.twiddles = UnsafePointer(twiddles.pointer)
    raw.positions = UnsafePointer(positions.pointer)
    self.raw = raw
  }

  /// The length from `count` on that costs least: a multiple of 4 without prime factors above 5, at least 16.
  static func efficientLength(atLeast count: Int) -> Int {
    let shortest = (max(count, 16) + 3) / 4 * 4
    var best = (length: 0, cost: Double.infinity)
    for length in stride(from: shortest, through: max(shortest * 5 / 4, shortest + 16), by: 4) {
      let radices = radices(of: length)
      guard radices.reduce(1, *) == length else { continue }
      let cost = Double(length) * radices.reduce(0) { $0 + operations(inPassOf: $1) }
      if cost < best.cost { best = (length, cost) }
    }
    return best.length
  }

  /// Arithmetic and memory operations per element in a pass of this radix.
  private static func operations(inPassOf radix: Int) -> Double {
    switch radix {
    case 2: 8
    case 3: 10.7
    case 4: 11
    case 5: 14.4
    default: 15.5
    }
  }

  /// The largest powers of two first, so that the first pass leaves small blocks.
  private static func radices(of length: Int) -> [Int] {
    var rest = length
    func count(_ prime: Int) -> Int {
      var count = 0
      while rest % prime == 0 {
        rest /= prime
        count += 1
      }
      return count
    }
    let twos = count(2)
    let (threes, fives) = (count(3), count(5))
    let eights: Int, fours: Int, lone: Int
    switch twos % 3 {
    case 0: (eights, fours, lone) = (twos / 3, 0, 0)
    case 1 where twos > 1: (eights, fours, lone) = (twos / 3 - 1, 2, 0)
    case 1: (eights, fours, lone) = (0, 0, 1)
    default: (eights, fours, lone) = (twos / 3, 1, 0)
    }
    func repeated(_ radix: Int, _ count: Int) -> [Int] { [Int](repeating: radix, count: count) }
    return repeated(8, eights) + repeated(4, fours) + repeated(2, lone) + repeated(3, threes) + repeated(5, fives)
  }

  private static func positions(_ radices: [Int], _ length: Int) -> GridBuffer<Int32> {
    let positions = GridBuffer<Int32>(capacity: length)
    for element in 0..<length {
      var (rest, block, position) = (element, length, 0)
      for radix in radices {
        block /= radix
        position += rest % radix * block
        rest /= radix
      }
      positions.pointer[element] = Int32(position)
    }
    return positions
  }

  private static func twiddles(_ radices: [Int], _ length: Int) -> GridBuffer<Float> {
    var (block, values) = (length, [Float]())
    for radix in radices.dropLast() {
      let step = block / radix
      for p in 0..<step {
        for k in 1..<radix {
          let angle = -2 * Double.pi * Double(p * k) / Double(block)
          values.append(Float(cos(angle)))
          values.append(Float(sin(angle)))
        }
      }
      block = step
    }
    let twiddles = GridBuffer<Float>(capacity: values.count)
    twiddles.pointer.update(from: values, count: values.count)
    return twiddles
  }
}
