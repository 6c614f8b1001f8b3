internal import Tensors

/// All pairs of blocks of points, each once, in rounds in which no block occurs twice, so that threads never meet.
///
/// Near ones first, by the middles of the blocks: they tighten the bounds by which most of the others are left early.
struct MutualRounds {
  private(set) var rounds: [[(Int, Int)]] = []

  /// O(blocks^2 (dimensions + log blocks)), and O(blocks^3 / 64) at worst for finding the rounds.
  init(_ points: PointSet, block: Int) {
    let middles = Self.middles(of: points, block: block)
    var schedule = Schedule(blocks: middles.count)
    for i in middles.indices { add((i, i), to: schedule.place(i, i)) }
    let pairs = Parallel.mapRanges(of: middles.count, grain: 8) { range in
      range.flatMap { i in (0..<i).map { j in (distance: Self.squaredDistance(middles[i], middles[j]), i: Int32(i), j: Int32(j)) } }
    }.joined().sorted { ($0.distance, $0.i, $0.j) < ($1.distance, $1.i, $1.j) }
    for (_, i, j) in pairs { add((Int(j), Int(i)), to: schedule.place(Int(i), Int(j))) }
  }

  private mutating func add(_ pair: (Int, Int), to round: Int) {
    if round == rounds.count { rounds.append([]) }
    rounds[round].append(pair)
  }

  /// The mean of each block's points.
  private static func middles(of points: PointSet, block: Int) -> [[Float]] {
    Parallel.mapRanges(of: points.count, grain: block) { range in
      var sum = [Float](repeating: 0, count: points.dimensions)
      for i in range {
        let point = points.row(i)
        for k in sum.indices { sum[k] += point[k] }
      }
      return sum.map { $0 / Float(range.count) }
    }
  }

  private static func squaredDistance(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for k in a.indices { sum += (a[k] - b[k]) * (a[k] - b[k]) }
    return sum
  }

  /// In which rounds each block already occurs, a bit each.
  private struct Schedule {
    private var taken: [UInt64]
    private let words: Int

    /// A pair finds a round after as many as its two blocks occur in at most, which are fewer than twice the blocks.
    init(blocks: Int) {
      words = (2 * blocks + 64) / 64
      taken = [UInt64](repeating: 0, count: blocks * words)
    }

    /// The first round in which neither occurs; from now on they do.
    mutating func place(_ i: Int, _ j: Int) -> Int {
      for word in 0..<words {
        let free = ~(taken[i * words + word] | taken[j * words + word])
        guard free != 0 else { continue }
        let bit = free & (0 &- free)
        taken[i * words + word] |= bit
        taken[j * words + word] |= bit
        return word * 64 + bit.trailingZeroBitCount
      }
      preconditionFailure("two blocks occur in more rounds than there are pairs of them")
    }
  }
}
