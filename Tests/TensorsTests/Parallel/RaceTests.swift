import Testing

@testable import Tensors

@Suite struct RaceTests {
  /// What is run until a way has no more turns to take, and what is settled for then, where each takes what `seconds` says.
  private func run(_ race: Race<String>, _ seconds: [String: [Double]]) -> (turns: [String], winner: String) {
    var (race, turns, rest) = (race, [String](), seconds)
    while let time = rest[race.next]?.first {
      let way = race.next
      turns.append(way)
      rest[way]!.removeFirst()
      race.count(way, time)
    }
    return (turns, race.next)
  }

  @Test func eachWayHasItsTurnsAndTheFastestOneWins() {
    let found = run(Race(["a", "b"], turns: 2), ["a": [5, 2], "b": [3, 3], "c": []])
    #expect(found.turns == ["a", "b", "a", "b"] && found.winner == "a")
    #expect(run(Race(["a", "b", "c"], turns: 1), ["a": [5], "b": [3], "c": [4]]).winner == "b")
  }

  @Test func whatIsNoTurnDoesNotCount() {
    var race = Race(["a", "b"], turns: 1)
    race.count("b", 1)
    #expect(race.next == "a")
    race.count("a", 3)
    race.count("a", 0.1)
    #expect(race.next == "b")
    race.count("b", 2)
    race.count("a", 0.1)
    #expect(race.next == "b")
  }
}
