import CKernels
import Tensors
import Testing

@testable import Embeddings

/// The loops over points against plain ones in Double, for awkward counts and alignments.
@Suite struct GridKernelTests {
  static let counts = [1, 2, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 130, 200]
  static let frame = fathom_grid_frame(origin_x: -1, origin_y: 2, inverse_spacing: 2, last_column: 20, last_row: 11)

  /// The spline of order 5 at x by the recursion that defines splines.
  static func spline(_ x: Double, order: Int = 5) -> Double {
    if order == 1 { return x >= 0 && x < 1 ? 1 : 0 }
    let n = Double(order)
    return (x * spline(x, order: order - 1) + (n - x) * spline(x - 1, order: order - 1)) / (n - 1)
  }

  static func slope(_ x: Double) -> Double { spline(x, order: 4) - spline(x - 1, order: 4) }

  /// Points all over the frame, shifted by `offset` floats from an aligned address.
  static func points(_ count: Int, offset: Int) -> (memory: GridBuffer<Float>, points: UnsafeMutablePointer<Float>) {
    let memory = GridBuffer<Float>(capacity: 2 * count + offset)
    var random = RandomGenerator(seed: UInt64(count))
    for i in 0..<count {
      memory.pointer[offset + 2 * i] = -1 + 0.5 * Float.random(in: 0...20.9, using: &random)
      memory.pointer[offset + 2 * i + 1] = 2 + 0.5 * Float.random(in: 0...11.9, using: &random)
    }
    return (memory, memory.pointer + offset)
  }

  /// A point's place in cells.
  static func place(_ points: UnsafePointer<Float>, _ i: Int) -> (x: Double, y: Double) {
    (Double((points[2 * i] + 1) * 2), Double((points[2 * i + 1] - 2) * 2))
  }

  @Test(arguments: FourierTransformTests.levels, counts) func spreadingAddsSplines(level: InstructionSet, count: Int) {
    let (memory, points) = Self.points(count, offset: count % 3)
    let (rows, stride) = (16, 48)
    let values = GridBuffer<Float>(capacity: rows * stride)
    values.pointer.update(repeating: 9, count: rows * stride)
    let tile = fathom_grid_tile(values: values.pointer, first_column: 0, first_row: 0, stride: Int32(stride), rows: Int32(rows))
    withUnsafePointer(to: tile) { tile in
      withUnsafePointer(to: Self.frame) { fathom_grid_spread(level.raw, $0, points, count, tile) }
    }
    var expected = [Double](repeating: 0, count: rows * stride)
    for i in 0..<count {
      let at = Self.place(points, i)
      for r in 0..<rows {
        for c in 0..<stride {
          expected[r * stride + c] += Self.spline(at.x + 4 - Double(c)) * Self.spline(at.y + 4 - Double(r))
        }
      }
    }
    let worst = (0..<rows * stride).map { abs(Double(values.pointer[$0]) - expected[$0]) }.max()!
    #expect(worst < 1e-5)
    withExtendedLifetime(memory) {}
  }

  @Test(arguments: FourierTransformTests.levels, counts) func readingIsTheSplineAndItsGradient(level: InstructionSet, count: Int) {
    let (memory, points) = Self.points(count, offset: count % 3)
    let (rows, stride) = (16, 48)
    let potential = GridBuffer<Float>(capacity: rows * stride + 16)
    var random = RandomGenerator(seed: 5)
    for i in 0..<rows * stride { potential.pointer[i] = .random(in: -1..<1, using: &random) }
    let forces = GridBuffer<Float>(capacity: 2 * count + 5)
    let none = fathom_grid_self()
    let sum = withUnsafePointer(to: Self.frame) { frame in
      withUnsafePointer(to: none) { none in
        fathom_grid_read(level.raw, frame, none, points, count, potential.pointer, stride, forces.pointer + count % 5)
      }
    }
    var (expectedSum, worst) = (0.0, 0.0)
    for i in 0..<count {
      let at = Self.place(points, i)
      var (x, y) = (0.0, 0.0)
      for r in 0..<rows {
        for c in 0..<stride {
          let (dx, dy, value) = (at.x + 4 - Double(c), at.y + 4 - Double(r), Double(potential.pointer[r * stride + c]))
          expectedSum += Self.spline(dx) * Self.spline(dy) * value
          x += Self.slope(dx) * Self.spline(dy) * value
          y += Self.spline(dx) * Self.slope(dy) * value
        }
      }
      let place = count % 5 + 2 * i
      // Minus half the gradient; a cell is half a unit.
      worst = max(worst, abs(Double(forces.pointer[place]) + x), abs(Double(forces.pointer[place + 1]) + y))
    }
    #expect(worst < 1e-5)
    #expect(abs(sum - expectedSum) < 1e-6 * Double(count))
    withExtendedLifetime(memory) {}
  }

  @Test(arguments: FourierTransformTests.levels, counts) func boundsAreTheOutermostCells(level: InstructionSet, count: Int) {
    let (memory, points) = Self.points(count, offset: count % 3)
    var bounds: [Int32] = [0, 0, 0, 0]
    withUnsafePointer(to: Self.frame) { fathom_grid_bounds(level.raw, $0, points, count, &bounds) }
    let columns = (0..<count).map { Int32(Self.place(points, $0).x) }
    let rows = (0..<count).map { Int32(Self.place(points, $0).y) }
    #expect(bounds == [columns.min()!, columns.max()!, rows.min()!, rows.max()!])
    withExtendedLifetime(memory) {}
  }

  @Test func collectingAddsTilesWhereTheyLie() {
    let (rows, columns) = (20, 64)
    let (a, b) = (GridBuffer<Float>(capacity: 6 * 32), GridBuffer<Float>(capacity: 20 * 48))
    for i in 0..<6 * 32 { a.pointer[i] = Float(i) }
    for i in 0..<20 * 48 { b.pointer[i] = Float(i) * 0.5 }
    let tiles = [
      fathom_grid_tile(values: a.pointer, first_column: 32, first_row: 3, stride: 32, rows: 6),
      fathom_grid_tile(values: b.pointer, first_column: 0, first_row: 0, stride: 48, rows: 20),
    ]
    let (first, second) = (GridBuffer<Float>(capacity: rows * 16), GridBuffer<Float>(capacity: rows * 16))
    for column in stride(from: 0, to: columns, by: 32) {
      fathom_grid_collect(tiles, 2, Int32(column), Int32(rows), first.pointer, second.pointer)
      for r in 0..<rows {
        for c in 0..<32 {
          let x = column + c
          var expected: Float = x < 48 ? Float(r * 48 + x) * 0.5 : 0
          if x >= 32, r >= 3, r < 9 { expected += Float((r - 3) * 32 + x - 32) }
          #expect((c < 16 ? first.pointer[r * 16 + c] : second.pointer[r * 16 + c - 16]) == expected)
        }
      }
    }
  }
}
