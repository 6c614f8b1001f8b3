internal import CKernels
internal import Tensors

/// The attractive forces along the affinities' edges.
///
/// The points stand in an order of their own, given to ``arrange(order:)``, in which neighbours in the map are near in memory.
/// Sixteen rows go side by side, one a lane. In two dimensions with fewer than 131,072 points an edge takes four bytes: its weight as
/// bfloat16, whose rounding (to the nearest, 0.2 % at the most and the same in both directions) drowns in the sum over a row's edges.
final class Attraction {
  let affinities: Affinities
  let dimensions: Int
  let degreesOfFreedom: Float
  let instructionSet: InstructionSet

  private let isPacked: Bool
  private let sliceStarts: AlignedBuffer<Int64>
  private var edges = AlignedBuffer<UInt32>(count: 0)
  private let rank: AlignedBuffer<Int32>
  /// Scattered points are fetched one by one or gathered, whichever this processor does faster.
  private var race = Race([FATHOM_READ_BY_LOADS, FATHOM_READ_BY_GATHERS])

  private static let sliceRows = Int(FATHOM_SLICE_ROWS)
  /// Slices that one thread takes at a time: about a thousand rows.
  private static let grain = 64
  /// Rows are ordered by their number of edges within windows of this many, so that those of a slice are of nearly equal length.
  private static let window = 128

  init(affinities: Affinities, dimensions: Int, degreesOfFreedom: Float = 1, instructionSet: InstructionSet = .current) {
    self.affinities = affinities
    self.dimensions = dimensions
    self.degreesOfFreedom = degreesOfFreedom
    self.instructionSet = instructionSet
    isPacked = dimensions == 2 && degreesOfFreedom == 1 && affinities.count <= 1 << FATHOM_PACKED_INDEX_BITS
    sliceStarts = AlignedBuffer(count: Self.sliceCount(affinities.count) + 1)
    rank = AlignedBuffer(count: affinities.count)
  }

  private static func sliceCount(_ count: Int) -> Int { (count + sliceRows - 1) / sliceRows }

  /// How many points buffers of points and forces need room for.
  static func paddedCount(_ count: Int) -> Int { sliceCount(count) * sliceRows }

  /// Reorders places a little, so that the rows order[place] that come to stand side by side have nearly equally many edges.
  func balance(places: AlignedBuffer<Int32>, order: AlignedBuffer<Int32>) {
    let starts = affinities.rowStarts
    Parallel.forEachRange(of: places.count, grain: Self.window) { _, range in
      let window = range.map { index in
        let row = Int(order[Int(places[index])])
        return (length: starts[row + 1] - starts[row], index: index, place: places[index])
      }
      let sorted = window.sorted { ($0.length, $1.index) > ($1.length, $0.index) }
      for (index, item) in zip(range, sorted) { places[index] = item.place }
    }
  }

  /// From now on point number i is the affinities' point order[i].
  func arrange(order: AlignedBuffer<Int32>) {
    let (rank, affinities, sliceStarts) = (rank, affinities, sliceStarts)
    let count = affinities.count
    for place in 0..<count { rank[Int(order[place])] = Int32(place) }
    let slices = Self.sliceCount(count)
    sliceStarts[0] = 0
    for slice in 0..<slices {
      let rows = slice * Self.sliceRows..<min((slice + 1) * Self.sliceRows, count)
      let longest = rows.map { affinities.rowStarts[Int(order[$0]) + 1] - affinities.rowStarts[Int(order[$0])] }.max() ?? 0
      sliceStarts[slice + 1] = sliceStarts[slice] + longest
    }
    let words = Int(sliceStarts[slices]) * Self.sliceRows * (isPacked ? 1 : 2)
    if words > edges.count { edges = AlignedBuffer(count: words + words / 32) }
    let (edges, isPacked) = (edges, isPacked)
    Parallel.forEachRange(of: slices, grain: Self.grain) { _, range in
      fathom_attraction_fill(
        isPacked ? 1 : 0, affinities.rowStarts.pointer, affinities.columns.pointer, affinities.values.pointer, order.pointer,
        rank.pointer, count, range.lowerBound, range.upperBound, sliceStarts.pointer, edges.pointer)
    }
  }

  /// Writes Σ_j p_ij (1 + d²/ν)⁻¹ (y_i - y_j) for every point. Both arrays have room for ``paddedCount(_:)`` points.
  func evaluate(points: UnsafePointer<Float>, forces: UnsafeMutablePointer<Float>) {
    let (dimensions, degreesOfFreedom, isPacked, isa) = (dimensions, degreesOfFreedom, isPacked, instructionSet.kernels)
    let (count, sliceStarts, edges) = (affinities.count, sliceStarts, edges)
    nonisolated(unsafe) let (points, forces) = (points, forces)
    if dimensions == 2 && degreesOfFreedom == 1 {
      let reading = race.next
      let start = monotonicSeconds()
      Parallel.forEachRange(of: Self.sliceCount(count), grain: Self.grain) { _, range in
        fathom_attraction_planar(
          isa, isPacked ? 1 : 0, reading, points, sliceStarts.pointer, edges.pointer, range.lowerBound, range.upperBound, forces)
      }
      race.count(monotonicSeconds() - start)
    } else {
      Parallel.forEachRange(of: Self.sliceCount(count), grain: Self.grain) { _, range in
        fathom_attraction_general(
          isa, points, dimensions, degreesOfFreedom, sliceStarts.pointer, edges.pointer, count, range.lowerBound, range.upperBound,
          forces)
      }
    }
  }
}
