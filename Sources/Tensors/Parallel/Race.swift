/// Which of some ways to do the same work is the fastest on this machine: found by trying them in turn.
///
/// For ways that give the same bits, so that what the clock says decides about time alone.
package struct Race<Way: Sendable & Equatable>: Sendable {
  private let ways: [Way]
  private let turns: Int
  private var calls = 0
  private var best: [Double]

  /// A race of `turns` turns for each way, of which the fastest counts, for others may be disturbed.
  package init(_ ways: [Way], turns: Int = 3) {
    precondition(!ways.isEmpty && turns > 0, "a race needs ways and turns")
    self.ways = ways
    self.turns = turns
    best = [Double](repeating: .infinity, count: ways.count)
  }

  /// The way whose turn it is, or the fastest one once that is known.
  package var next: Way { isOver ? ways[fastest] : ways[calls % ways.count] }

  /// Counts a turn that took so many seconds, or so many for a unit of work. What another way took than ``next`` said is no turn.
  package mutating func count(_ way: Way, _ seconds: Double) {
    guard !isOver, way == next else { return }
    best[calls % ways.count] = min(best[calls % ways.count], seconds)
    calls += 1
  }

  private var isOver: Bool { calls >= turns * ways.count }
  private var fastest: Int { best.indices.min { best[$0] < best[$1] }! }
}
