import CKernels
import Tensors
import Testing

/// One pass over numbers, by every level of vector instructions, against a plain loop.
@Suite struct DeviationsTests {
  private static let levels = InstructionSet.allCases.filter { $0 <= .current }.map { fathom_isa(UInt32($0.rawValue)) }

  private func numbers(_ count: Int) -> [Float] {
    var generator = RandomGenerator(seed: UInt64(count))
    return (0..<count).map { _ in
      let value = Float(generator.integer(below: 2_001) - 1_000) / 63
      return generator.integer(below: 9) == 0 ? (value < 0 ? -0 : 0) : value
    }
  }

  /// Zero has a loop of its own.
  private static let centers = [0.3, 0]

  @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 1_000, 4_099], centers)
  func allLevelsGiveTheSameBits(count: Int, center: Double) {
    // From an odd place on, so that no vector is aligned.
    let values = numbers(count + 1)
    values.withUnsafeBufferPointer { whole in
      let part = UnsafeBufferPointer(rebasing: whole.dropFirst())
      let plain = fathom_deviations_f32(FATHOM_ISA_PLAIN, part.baseAddress!, count, center, nil)
      for level in Self.levels {
        let found = fathom_deviations_f32(level, part.baseAddress!, count, center, nil)
        #expect(found.sum == plain.sum && found.squares == plain.squares, "level \(level.rawValue)")
        #expect(found.minimum == plain.minimum && found.maximum == plain.maximum && found.zeros == plain.zeros)
      }
      let distances = part.map { Double($0) - center }
      #expect(plain.zeros == UInt64(part.count { $0 == 0 }))
      #expect(plain.minimum == Double(part.min() ?? .infinity) && plain.maximum == Double(part.max() ?? -.infinity))
      #expect(abs(plain.sum - distances.reduce(0, +)) <= 1e-9)
      #expect(abs(plain.squares - distances.reduce(0) { $0 + $1 * $1 }) <= 1e-9 * Double(count + 1) * 250)
    }
  }

  @Test func whatIsNoNumberShowsInTheSquares() {
    for wrong in [Float.nan, .infinity, -.infinity] {
      for place in [0, 5, 40, 70] {
        var values = numbers(71)
        values[place] = wrong
        for level in Self.levels {
          for center in Self.centers { #expect(!fathom_deviations_f32(level, values, values.count, center, nil).squares.isFinite) }
        }
      }
    }
  }
}
