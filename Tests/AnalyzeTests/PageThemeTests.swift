import Fathom
import Testing

/// Pages are light or dark as the reader's system is, unless the command or the reader says otherwise.
@Suite struct PageThemeTests {
  static let pages = [["embed", "--method", "pca", "-o", "/dev/null", "--plot"], ["report", PlotTests.runs.path("moons"), "-o"]]

  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing), arguments: pages, [nil, "light", "dark"])
  func pagesFollowTheSystemUntilSomebodySays(command: [String], theme: String?) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(command + [folder.path("page.html")] + (theme.map { ["--theme", $0] } ?? []))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let seen = try Browser.look("look_at_theme.py", [folder.path("page.html")])
    #expect(seen["faults"] as? [String] == [])
    // Background, map, pictures and button agree, or there would be two words in one.
    let start = theme ?? "dark"
    let other = start == "dark" ? "light" : "dark"
    #expect(seen["followed"] as? [String] == (theme.map { [$0, $0, $0] } ?? ["light", "dark", "light"]))
    #expect(seen["opened"] as? String == start && seen["turned"] as? [String] == [other, other, other, start, start])
    #expect(seen["bare"] as? String == (start == "dark" ? "rgb(20, 23, 28)" : "rgb(255, 255, 255)") && seen["bareButton"] as? Int == 0)
  }
}
