import Foundation
import Testing

/// The help texts are part of what people rely on: a change shows as a difference to `Snapshots`.
/// FATHOM_UPDATE_SNAPSHOTS=1 writes them anew.
@Suite struct HelpTests {
  @Test(arguments: [
    "",
    "embed",
    "train",
    "doctor",
    "plot",
    "film",
    "report",
    "inspect",
    "histogram",
    "datasets",
    "convert",
  ])
  func helpIsAsRecorded(subcommand: String) throws {
    let arguments = (subcommand.isEmpty ? [] : [subcommand]) + ["--help"]
    let outcome = try Command.run(arguments, environment: ["COLUMNS": "100"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    // The default of --threads or --max-memory must not name this machine's.
    let snapshot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/help\(subcommand.isEmpty ? "" : "-" + subcommand).txt")
    if ProcessInfo.processInfo.environment["FATHOM_UPDATE_SNAPSHOTS"] != nil { try outcome.output.write(to: snapshot) }
    #expect(outcome.text == (try String(contentsOf: snapshot, encoding: .utf8)))
  }

  @Test func versionIsOneLine() throws {
    let outcome = try Command.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("fathom "))
    #expect(outcome.lines.count == 1)
  }

  @Test func noArgumentsShowTheHelp() throws {
    let outcome = try Command.run()
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("embed"))
  }
}
