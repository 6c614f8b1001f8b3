internal import CKernels
internal import Tensors

/// The points' charges on the grid: each run of neighbouring points spreads on a tile of its own, which covers only the nodes that it touches.
///
/// So threads share nothing, and the sum of the tiles does not depend on who made them. Points that come in an order that keeps neighbours
/// together have small tiles; for the others runs are joined until the tiles take no more than a few grids' memory.
final class ChargeTiles {
  private static let maximumRuns = 32
  private static let smallestRun = 2_048
  private static let order = Int(FATHOM_GRID_ORDER)
  private static let block = Int(FATHOM_GRID_BLOCK)

  private let values = GridBuffer<Float>()
  private let bounds = GridBuffer<SIMD4<Int32>>(capacity: maximumRuns)
  private let tiles = GridBuffer<fathom_grid_tile>(capacity: maximumRuns)

  /// The points of a run of work on `count` points; it depends on nothing else.
  static func grain(of count: Int) -> Int {
    let even = (count + maximumRuns - 1) / maximumRuns
    return max(smallestRun, (even + 63) / 64 * 64)
  }

  /// Floats that the tiles of a grid with so many nodes take at most.
  static func maximumFloats(nodes: Int) -> Int {
    // Two runs' tiles fit in any case; rounding to whole blocks of columns is in the last term.
    max(2 * nodes, min(4 * nodes, 1 << 22)) + 64 * 1_024
  }

  /// Spreads all points. The tiles stay valid until the next call.
  func spread(
    _ points: UnsafePointer<Float>, count: Int, frame: fathom_grid_frame, nodes: Int, instructionSet isa: fathom_isa
  ) -> UnsafeBufferPointer<fathom_grid_tile> {
    var grain = Self.grain(of: count)
    let runs = Parallel.chunkCount(of: count, grain: grain)
    Parallel.forEachRange(of: count, grain: grain) { run, range in
      withUnsafePointer(to: frame) { frame in
        (bounds.pointer + run).withMemoryRebound(to: Int32.self, capacity: 4) {
          fathom_grid_bounds(isa, frame, points + 2 * range.lowerBound, range.count, $0)
        }
      }
    }
    var joined = runs
    while layOut(joined) > Self.maximumFloats(nodes: nodes), joined > 1 {
      joined = joinPairs(joined)
      grain *= 2
    }
    place(joined)
    Parallel.forEachRange(of: count, grain: grain) { run, range in
      withUnsafePointer(to: frame) { frame in
        fathom_grid_spread(isa, frame, points + 2 * range.lowerBound, range.count, tiles.pointer + run)
      }
    }
    return UnsafeBufferPointer(start: tiles.pointer, count: joined)
  }

  /// Makes the tiles' shapes from the bounds; returns the floats they take.
  private func layOut(_ runs: Int) -> Int {
    var floats = 0
    for run in 0..<runs {
      let bounds = bounds.pointer[run]
      let firstColumn = Int(bounds[0]) / Self.block * Self.block
      let columns = Int(bounds[1]) + Self.order + Int(FATHOM_GRID_SLACK) - firstColumn
      // An odd number of blocks, so that the rows a point touches fall into different cache sets.
      let stride = ((columns + Self.block - 1) / Self.block | 1) * Self.block
      let rows = Int(bounds[3]) - Int(bounds[2]) + Self.order
      tiles.pointer[run] = fathom_grid_tile(
        values: nil, first_column: Int32(firstColumn), first_row: bounds[2], stride: Int32(stride), rows: Int32(rows))
      floats += stride * rows
    }
    return floats
  }

  private func joinPairs(_ runs: Int) -> Int {
    for pair in 0..<(runs + 1) / 2 {
      let a = bounds.pointer[2 * pair]
      let b = bounds.pointer[min(2 * pair + 1, runs - 1)]
      bounds.pointer[pair] = SIMD4(min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3]))
    }
    return (runs + 1) / 2
  }

  private func place(_ runs: Int) {
    values.reserve((0..<runs).reduce(0) { $0 + Int(tiles.pointer[$1].stride) * Int(tiles.pointer[$1].rows) })
    var next = values.pointer
    for run in 0..<runs {
      tiles.pointer[run].values = next
      next += Int(tiles.pointer[run].stride) * Int(tiles.pointer[run].rows)
    }
  }
}
