import Foundation
import Testing

/// A run that was killed goes on where it was and ends with the same bytes.
@Suite struct CheckpointTests {
  static let run = ["embed", "digits", "--limit", "1200", "--iterations", "400"]

  @Test(arguments: [SIGKILL, SIGINT])
  func aKilledRunGoesOnToTheSameBytes(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let expected = try Command.run(Self.run).output
    let child = try Child(
      Command.executable, Self.run + ["--checkpoint", "state", "--checkpoint-every", "0", "-o", "map.csv"], in: folder.url)
    let limit = Date().addingTimeInterval(60)
    while !folder.contents.contains("state.previous"), child.isRunning, Date() < limit { usleep(2_000) }
    kill(child.identifier, signal)
    let killed = child.wait(atMost: 60)
    #expect(killed.signal == signal, "\(killed.errors)")
    #expect(!folder.contents.contains("map.csv"))

    let resumed = try Command.run(Self.run + ["--resume", "state"], in: folder.url)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output == expected)
  }

  @Test func anotherRunsCheckpointIsRefused() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(
      "embed", "moons", "--iterations", "20", "--checkpoint", "state", "--checkpoint-every", "0", "-o", "map.csv", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let other = try Command.run("embed", "moons", "--iterations", "20", "--perplexity", "12", "--resume", "state", in: folder.url)
    #expect(other.status == 65)
    #expect(other.errors.contains("perplexity") && other.errors.contains("30") && other.errors.contains("12"))
    try folder.write("nothing", to: "no-state")
    #expect(try Command.run("embed", "moons", "--resume", "no-state", in: folder.url).status == 65)
  }

  @Test func onlyTSNEHasAState() throws {
    #expect(try Command.run("embed", "--method", "pca", "--checkpoint", "state").status == 64)
  }
}
