import Foundation
import Testing

/// Ctrl-C and termination end a run by that signal, quickly, and leave no file behind.
@Suite struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptedRunLeavesNothing(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let child = try Child(
      Command.executable,
      ["embed", "digits", "--iterations", "100000000", "--progress", "json", "-o", "map.csv", "--meta", "map.json"], in: folder.url)
    waitUntil { child.errorsSoFar.contains("\n") || !child.isRunning }
    let name = folder.contents
    #expect(name.allSatisfy { $0.contains(".tmp-") } && name.count == 2, "the outputs are opened before the work")
    kill(child.identifier, signal)
    let began = Date()
    let outcome = child.wait(atMost: 20)
    #expect(outcome.signal == signal)
    #expect(Date().timeIntervalSince(began) < 10)
    #expect(folder.contents.isEmpty)
  }

  /// As a shell sees it: 128 and the signal's number.
  @Test func aShellSeesTheSignal() throws {
    let line = "$analyze embed digits --iterations 100000000 -o map.csv & sleep 0.5; kill -TERM $!; wait $!; echo status $?; ls -A"
    let folder = try TemporaryFolder()
    let outcome = try Command.shell(line, in: folder.url)
    #expect(outcome.text == "status 143\n")
  }

  @Test func anIgnoredSignalStaysIgnored() throws {
    let line = """
      trap '' TERM; $analyze embed moons --perplexity 10 --iterations 2000 -o map.csv & sleep 0.05; kill -TERM $!; wait $!; echo $?
      """
    #expect(try Command.shell(line).text == "0\n")
  }

  private func waitUntil(_ condition: () -> Bool) {
    let limit = Date().addingTimeInterval(30)
    while !condition(), Date() < limit { usleep(5_000) }
  }
}
