internal import CKernels

/// Which of a kernel's ways to fetch scattered points is faster on this processor: found by trying them in turn.
///
/// The ways give the same bits, so that what the clock says decides about time alone.
struct ReadingRace {
  private static let ways = [FATHOM_READ_BY_LOADS, FATHOM_READ_BY_GATHERS]
  /// Each way's turns; its fastest one counts, for others may be disturbed.
  private static let turns = 3

  private var calls = 0
  private var best = [Double](repeating: .infinity, count: ways.count)

  /// Runs `work` in the way whose turn it is, or in the faster one once that is known.
  mutating func run(_ work: (fathom_reading) -> Void) {
    guard calls < Self.ways.count * Self.turns else { return work(best[0] <= best[1] ? Self.ways[0] : Self.ways[1]) }
    let way = calls % Self.ways.count
    let start = monotonicSeconds()
    work(Self.ways[way])
    best[way] = min(best[way], monotonicSeconds() - start)
    calls += 1
  }
}
