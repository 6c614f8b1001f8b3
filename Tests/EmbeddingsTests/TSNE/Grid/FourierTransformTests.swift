import CKernels
import Foundation
import Tensors
import Testing

@testable import Embeddings

/// The transforms of sixteen columns against sums of exponentials in Double.
@Suite struct FourierTransformTests {
  static let levels = InstructionSet.allCases.filter { $0 <= .current }
  /// Every combination of radices that lengths up to 400 have, and larger ones with several stages of each.
  static let lengths = lengths(upTo: 400) + [432, 480, 500, 512, 640, 648, 800, 1_000]

  static func lengths(upTo limit: Int) -> [Int] {
    var lengths: [Int] = []
    var next = FourierPlan.efficientLength(atLeast: 1)
    while next <= limit {
      lengths.append(next)
      next = FourierPlan.efficientLength(atLeast: next + 1)
    }
    return lengths
  }

  /// Two planes [length, 16] of numbers in -1..<1.
  struct Columns {
    var re: [Float]
    var im: [Float]

    init(length: Int, seed: UInt64) {
      var state = RandomGenerator(seed: seed)
      re = (0..<length * 16).map { _ in .random(in: -1..<1, using: &state) }
      im = (0..<length * 16).map { _ in .random(in: -1..<1, using: &state) }
    }
  }

  /// The transform of one column; elements from `rows` on count as zero.
  static func reference(_ columns: Columns, column: Int, rows: Int, length: Int) -> [(re: Double, im: Double)] {
    let roots = (0..<length).map { (cos(2 * .pi * Double($0) / Double(length)), -sin(2 * .pi * Double($0) / Double(length))) }
    return (0..<length).map { k in
      var sum = (re: 0.0, im: 0.0)
      for row in 0..<rows {
        let (c, s) = roots[k * row % length]
        let (re, im) = (Double(columns.re[row * 16 + column]), Double(columns.im[row * 16 + column]))
        sum.re += c * re - s * im
        sum.im += c * im + s * re
      }
      return sum
    }
  }

  @Test(arguments: levels) func forwardIsTheDiscreteTransform(level: InstructionSet) {
    for length in Self.lengths {
      let plan = FourierPlan(length: length)
      let rows = length - length / 3
      let columns = Columns(length: length, seed: UInt64(length))
      let block = AlignedColumns(columns)
      withUnsafePointer(to: plan.raw) { fathom_fft_forward(level.raw, $0, Int32(rows), block.re, block.im) }
      for column in [0, 7, 15] {
        let expected = Self.reference(columns, column: column, rows: rows, length: length)
        var worst = 0.0
        for k in 0..<length {
          let place = Int(plan.positions.pointer[k]) * 16 + column
          worst = max(worst, abs(Double(block.re[place]) - expected[k].re), abs(Double(block.im[place]) - expected[k].im))
        }
        #expect(worst < 1e-6 * Double(length).squareRoot() * 4, "length \(length)")
      }
    }
  }

  @Test(arguments: levels) func inverseUndoesForward(level: InstructionSet) {
    for length in Self.lengths {
      let plan = FourierPlan(length: length)
      let columns = Columns(length: length, seed: UInt64(length) + 1)
      let block = AlignedColumns(columns)
      let (rows, stride) = (length / 2 + 1, 48)
      let result = GridBuffer<Float>(capacity: rows * stride + 16)
      withUnsafePointer(to: plan.raw) {
        fathom_fft_forward(level.raw, $0, Int32(length), block.re, block.im)
        fathom_fft_inverse(level.raw, $0, block.re, block.im, Int32(rows), result.pointer, result.pointer + 16, stride)
      }
      var worst: Float = 0
      for row in 0..<rows {
        for column in 0..<16 {
          let (re, im) = (result.pointer[row * stride + column], result.pointer[row * stride + 16 + column])
          worst = max(worst, abs(re / Float(length) - columns.re[row * 16 + column]))
          worst = max(worst, abs(im / Float(length) - columns.im[row * 16 + column]))
        }
      }
      #expect(worst < 2e-6, "length \(length)")
    }
  }

  @Test(arguments: levels) func convolutionIsTheProductOfSpectra(level: InstructionSet) {
    for length in Self.lengths {
      let plan = FourierPlan(length: length)
      let columns = Columns(length: length, seed: UInt64(length) + 2)
      let rows = length / 2
      // A spectrum that is real but not even: the answer is compared in the frequency domain.
      let spectrum = AlignedColumns(Columns(length: length, seed: 3))
      let block = AlignedColumns(columns)
      let work = AlignedColumns(columns)
      withUnsafePointer(to: plan.raw) {
        fathom_fft_convolve(level.raw, $0, Int32(rows), block.re, block.im, spectrum.re, work.re, work.im)
      }
      let column = length % 16
      let forward = Self.reference(columns, column: column, rows: rows, length: length)
      var worst = 0.0
      for row in stride(from: 0, to: rows, by: 7) {
        var sum = (re: 0.0, im: 0.0)
        for k in 0..<length {
          let factor = Double(spectrum.re[Int(plan.positions.pointer[k]) * 16 + column])
          let angle = 2 * Double.pi * Double(k * row % length) / Double(length)
          sum.re += factor * (forward[k].re * cos(angle) - forward[k].im * sin(angle))
          sum.im += factor * (forward[k].im * cos(angle) + forward[k].re * sin(angle))
        }
        worst = max(worst, abs(Double(block.re[row * 16 + column]) - sum.re), abs(Double(block.im[row * 16 + column]) - sum.im))
      }
      #expect(worst / Double(length) < 4e-6, "length \(length)")
    }
  }

  @Test(arguments: levels) func splittingGivesTheSpectraOfRealColumns(level: InstructionSet) {
    for length in Self.lengths {
      let plan = FourierPlan(length: length)
      let columns = Columns(length: length, seed: UInt64(length) + 4)
      let block = AlignedColumns(columns)
      let blocks = length / 2 / 16 + 1
      let (re, im) = (GridBuffer<Float>(capacity: blocks * 512), GridBuffer<Float>(capacity: blocks * 512))
      withUnsafePointer(to: plan.raw) {
        fathom_fft_forward(level.raw, $0, Int32(length), block.re, block.im)
        fathom_fft_split(level.raw, $0, block.re, block.im, re.pointer, im.pointer, 512)
      }
      for column in [0, 9, 16, 31] {
        var real = columns
        if column >= 16 { real.re = columns.im }
        real.im = [Float](repeating: 0, count: real.im.count)
        let expected = Self.reference(real, column: column % 16, rows: length, length: length)
        var worst = 0.0
        for k in 0...length / 2 {
          let place = k / 16 * 512 + column * 16 + k % 16
          worst = max(worst, abs(Double(re.pointer[place]) - 2 * expected[k].re))
          worst = max(worst, abs(Double(im.pointer[place]) - 2 * expected[k].im))
        }
        #expect(worst < 1e-5 * Double(length).squareRoot(), "length \(length)")
      }
      // And joined again they are the block's own spectrum, doubled.
      let joined = AlignedColumns(columns)
      withUnsafePointer(to: plan.raw) { fathom_fft_join(level.raw, $0, re.pointer, im.pointer, 512, joined.re, joined.im) }
      var worst: Float = 0
      for i in 0..<length * 16 {
        worst = max(worst, abs(joined.re[i] - 2 * block.re[i]), abs(joined.im[i] - 2 * block.im[i]))
      }
      #expect(worst < 1e-5 * Float(length).squareRoot(), "length \(length)")
    }
  }

  @Test func lengthsAreSufficientAndNear() {
    for count in 1...3_000 {
      let length = FourierPlan.efficientLength(atLeast: count)
      #expect(length >= count && length % 4 == 0)
      #expect(length <= max(32, count + count / 4 + 4))
    }
  }
}

/// A copy of columns in memory that the kernels accept.
final class AlignedColumns {
  private let memory: GridBuffer<Float>
  let re: UnsafeMutablePointer<Float>
  let im: UnsafeMutablePointer<Float>

  init(_ columns: FourierTransformTests.Columns) {
    memory = GridBuffer(capacity: columns.re.count * 2)
    re = memory.pointer
    im = memory.pointer + columns.re.count
    re.update(from: columns.re, count: columns.re.count)
    im.update(from: columns.im, count: columns.im.count)
  }
}

extension InstructionSet {
  var raw: fathom_isa { fathom_isa(UInt32(rawValue)) }
}
