import Foundation
import Testing

/// `analyze film embedding`: maps that follow each other.
@Suite struct FilmEmbeddingTests {
  private static let run = PlotTests.runs.path("moons")

  private func film(_ arguments: [String] = [], to path: String) throws {
    let outcome = try Command.run(["film", "embedding", Self.run, "-o", path] + arguments)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  /// The mean distance that points move from map to map, in units of the mean distance from the middle.
  private func motion(_ rows: [[Substring]], points: Int) -> Double {
    let maps = stride(from: 0, to: rows.count, by: points).map { start in rows[start..<start + points].map { (Double($0[1])!, Double($0[2])!) } }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let moves = zip(maps, maps.dropFirst()).flatMap { before, after in zip(before, after).map { Foundation.hypot($0.0 - $1.0, $0.1 - $1.1) } }
    return mean(moves) / mean(maps.dropFirst().flatMap { $0.map { Foundation.hypot($0.0, $0.1) } })
  }

  @Test func pointsMoveRatherThanJump() throws {
    let folder = try TemporaryFolder()
    try film(to: folder.path("film.csv"))
    let lines = try folder.text("film.csv").split(separator: "\n")
    let rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    // The same rows in the same order as on the one map of all steps.
    let joint = try Command.run("embed", Self.run, "--logits", "--step", "all", "--method", "pca")
    #expect(lines.first == joint.lines.first && rows.count == joint.rows.count - 1)
    #expect(zip(rows, joint.rows.dropFirst()).allSatisfy { $0[0] == $1[0] && $0[3...] == $1[3...] })
    let steps = Set(rows.map { $0[3] }).count
    let points = rows.count / steps
    #expect(steps == 7 && points > 20)

    // Maps that know nothing of each other: each step's by itself.
    var alone: [[Substring]] = []
    for step in 0..<steps {
      let outcome = try Command.run("embed", Self.run, "--logits", "--step", "\(step * 10)", "--init", "random", "--seed", "\(step)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      alone += outcome.rows.dropFirst()
    }
    let (together, apart) = (motion(rows, points: points), motion(alone, points: points))
    #expect(together < apart / 3, "\(together) against \(apart)")
    // The first map is that of the step alone.
    let first = try Command.run("embed", Self.run, "--logits", "--step", "0")
    #expect(zip(rows, first.rows.dropFirst()).allSatisfy { $0[1...2] == $1[1...2] })
    // Held more firmly, they move less; not held, they still start at the map before.
    try film(["--tie", "10"], to: folder.path("firm.csv"))
    let firm = try folder.text("firm.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(motion(firm, points: points) < together / 2)

    // How true each map is, is told.
    let told = try Command.run(["film", "embedding", Self.run, "-o", folder.path("told.csv"), "--progress", "json"])
    #expect(told.errors.components(separatedBy: "\"kl\"").count == 8, "\(told.errors)")

    try film(["--threads", "1"], to: folder.path("again.csv"))
    #expect(try folder.text("again.csv") == folder.text("film.csv"))
    try film(["--steps", "20:40"], to: folder.path("part.csv"))
    #expect(try folder.text("part.csv").split(separator: "\n").count == 3 * points + 1)
  }

  @Test func framesPagesAndLayers() throws {
    let folder = try TemporaryFolder()
    for (name, start) in [("f.gif", "GIF89a"), ("f.png", "PNG"), ("f.html", "<!DOCTYPE html>")] {
      try film(["--layer", "layer_hidden"], to: folder.path(name))
      #expect(String(decoding: try folder.data(name).prefix(20), as: UTF8.self).contains(start))
    }
    for (arguments, status, message) in [
      (["--layer", "nothing"], 65, "no features of a layer nothing"), (["--logits", "--layer", "layer_in"], 64, "give one"),
      (["--steps", "1:2"], 65, "steps asked for"), (["--tie=-1"], 64, "--tie"), (["--perplexity", "0"], 64, "--perplexity"),
    ] as [([String], Int32, String)] {
      let outcome = try Command.run(["film", "embedding", Self.run, "-o", folder.path("x.csv")] + arguments)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
    }
    #expect(folder.contents == ["f.gif", "f.html", "f.png"])
  }

  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing)) func thePagePlays() throws {
    let folder = try TemporaryFolder()
    try film(to: folder.path("f.html"))
    let seen = try Browser.look("look_at_map.py", [folder.path("f.html"), "--search", "1"])
    #expect(seen["faults"] as? [String] == [])
    #expect(seen.number("steps") == 7 && seen["stepName"] as? String == "step 60")
    #expect(seen.number("selected") == seen.number("expected"))
    #expect((seen["csv"] as? String)?.hasPrefix("index,x,y,step,label\n") == true)
  }
}
