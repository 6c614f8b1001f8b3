import Testing

@testable import Embeddings

@Suite struct RaceTests {
  /// Each way has three turns, and its fastest one counts; what comes after is not looked at.
  @Test func theWayOfTheFastestTurnWins() {
    var race = Race(["a", "b"])
    for (way, seconds) in [("a", 5.0), ("b", 3), ("a", 2), ("b", 3), ("a", 5), ("b", 3)] {
      #expect(race.next == way)
      race.count(seconds)
    }
    #expect(race.next == "a")
    race.count(9)
    #expect(race.next == "a")
  }

  @Test func thereMayBeMoreThanTwo() {
    var race = Race([0, 1, 2])
    for turn in 0..<9 {
      #expect(race.next == turn % 3)
      race.count([4, 1, 3][turn % 3])
    }
    #expect(race.next == 1)
  }
}
