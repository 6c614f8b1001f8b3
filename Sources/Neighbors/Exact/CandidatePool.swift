internal import CKernels

/// A buffer of candidates for each of some queries, and what it takes to measure them exactly.
///
/// The buffers of different queries may be used from different threads.
struct CandidatePool {
  private let scores: Buffer<Float>
  private let positions: Buffer<Int32>
  private let counts: Buffer<Int32>
  private let bounds: Buffer<Float>
  let kernelView: fathom_neighbor_pool

  /// How many slots a buffer has when `wanted` candidates must survive: enough that pruning is rare, and no more, because a bound is
  /// tightened when a buffer is full.
  static func capacity(wanted: Int) -> Int {
    let room = Int(FATHOM_NEIGHBOR_ROOM)
    return max(wanted * 7 / 4, wanted + 4 * room, 64) / room * room + room
  }

  /// Buffers for the queries at the positions `rows`.
  ///
  /// - Parameters:
  ///   - places: slots to make, at least as many as `rows`; those beyond stand for no query and accept nothing.
  ///   - lowest: scores below this one are not pairs.
  init(rows: Range<Int>, places: Int, wanted: Int, measure: ExactMeasure, lowest: Float) {
    let capacity = Self.capacity(wanted: wanted)
    scores = Buffer(uninitialized: rows.count * capacity)
    positions = Buffer(uninitialized: rows.count * capacity)
    counts = Buffer(repeating: 0, count: places)
    bounds = Buffer(repeating: lowest, count: places)
    for place in rows.count..<max(places, rows.count) { bounds.pointer[place] = .infinity }
    kernelView = fathom_neighbor_pool(
      scores: scores.pointer, positions: positions.pointer, counts: counts.pointer, bounds: bounds.pointer,
      first_row: Int32(rows.lowerBound), capacity: Int32(capacity), wanted: Int32(wanted),
      relative: measure.relativeAllowance, reach: measure.reach.map { UnsafePointer($0.pointer) },
      metric: measure.metric, queries: measure.queries, references: measure.references,
      query_stride: measure.queryStride, reference_stride: measure.referenceStride,
      order: UnsafePointer(measure.order.pointer))
  }

  /// The lowest bound of the queries at these positions.
  func lowestBound(_ rows: Range<Int>) -> Float {
    let first = Int(kernelView.first_row)
    var lowest = Float.infinity
    for slot in rows.lowerBound - first..<rows.upperBound - first { lowest = min(lowest, bounds.pointer[slot]) }
    return lowest
  }

  /// Writes the nearest of the query at `row` in ascending order, leaving out the reference at position `excluded`.
  func finish(
    row: Int, excluding excluded: Int?, k: Int, isRoot: Bool, unit: Float, keys: Buffer<UInt64>,
    indices: UnsafeMutablePointer<Int32>, distances: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: kernelView) {
      fathom_neighbors_finish(
        $0, Int32(row), Int32(excluded ?? -1), Int32(k), isRoot ? 1 : 0, unit, keys.pointer, indices, distances)
    }
  }
}

/// How single pairs are measured in the end, and how far a block's scores may be from that.
struct ExactMeasure {
  var metric: fathom_neighbor_metric
  var queries: UnsafePointer<Float>
  var references: UnsafePointer<Float>?
  var queryStride: Int
  var referenceStride: Int
  /// The caller's index of each reference.
  var order: Buffer<Int32>
  var relativeAllowance: Float
  /// By query: see `fathom_neighbor_pool.reach`.
  var reach: Buffer<Float>?

  /// Bounds, as sums of `dimensions` rounded terms have them, for a score of a block and an exact one together, with a margin for the
  /// bound's own approximations.
  static func relativeAllowance(dimensions: Int) -> Float {
    Float(2 * dimensions + 16) * (Float.ulpOfOne / 2) * 1.15
  }
}
