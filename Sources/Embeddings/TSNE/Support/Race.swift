/// Which of some ways to do the same work is the fastest on this machine: found by trying them in turn.
///
/// For ways that give the same bits, so that what the clock says decides about time alone.
struct Race<Way> {
  /// Each way's turns; its fastest one counts, for others may be disturbed.
  private static var turns: Int { 3 }

  private let ways: [Way]
  private var calls = 0
  private var best: [Double]

  init(_ ways: [Way]) {
    self.ways = ways
    best = [Double](repeating: .infinity, count: ways.count)
  }

  /// The way whose turn it is, or the fastest one once that is known.
  var next: Way { ways[isOver ? best.indices.min { best[$0] < best[$1] }! : calls % ways.count] }

  /// Counts how many seconds ``next`` took.
  mutating func count(_ seconds: Double) {
    guard !isOver else { return }
    best[calls % ways.count] = min(best[calls % ways.count], seconds)
    calls += 1
  }

  private var isOver: Bool { calls >= Self.turns * ways.count }
}
