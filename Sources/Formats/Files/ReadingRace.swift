/// Whether parts of a large file are copied or looked at where they are mapped: found by trying both in turn.
///
/// Where the system keeps a file in large pages, looking in place takes half the time of copying; where in small ones, entering each
/// into the process's tables takes longer than to copy. What the clock says decides about time alone.
struct ReadingRace {
  enum Way { case copying, inPlace }

  /// Each way's turns; its fastest one counts, for others may be disturbed.
  private static let turns = 3

  private var calls = 0
  private var best: [Way: Double] = [.copying: .infinity, .inPlace: .infinity]

  /// The way whose turn it is, or the faster one once that is known.
  var next: Way {
    if calls < 2 * Self.turns { return calls % 2 == 0 ? .inPlace : .copying }
    return best[.inPlace]! <= best[.copying]! ? .inPlace : .copying
  }

  /// Counts a turn that took so many seconds for each byte.
  mutating func count(_ way: Way, _ seconds: Double) {
    guard calls < 2 * Self.turns else { return }
    best[way] = min(best[way]!, seconds)
    calls += 1
  }
}
