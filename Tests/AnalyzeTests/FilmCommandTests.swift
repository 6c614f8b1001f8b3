import Foundation
import Testing

/// `analyze film`, each kind on short runs.
@Suite struct FilmCommandTests {
  private static let python = Command.package.appendingPathComponent(".venv/bin/python").path
  private static let hasPillow = (try? Command.shell("'\(python)' -c 'import PIL'").status) == 0

  private static let films: [[String]] = [
    ["filters", "small"], ["filters", "small", "--layer", "conv2", "--scale", "own"], ["features", "small", "--layer", "pool1", "--sample", "2"],
    ["features", "small", "--layer", "fc1"], ["logits", "small", "--sample", "3"], ["probabilities", "small"], ["updates", "moons"],
    ["updates", "small", "--highlight", "0.01"], ["histograms", "moons"], ["histograms", "moons", "--layer", "layer_hidden", "--log", "--theme", "dark"],
  ]

  @Test(arguments: films)
  func eachKindIsMade(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    for (name, start) in [("f.gif", "GIF89a"), ("f.html", "<!DOCTYPE html>"), ("f.png", "\u{89}PNG")] {
      let outcome = try Command.run(["film"] + arguments + ["-o", folder.path(name), "--size", "300x200"], in: PlotTests.runs.url)
      #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.isEmpty, "\(outcome.errors)")
      let data = try folder.data(name)
      #expect(data.starts(with: start.unicodeScalars.map { UInt8($0.value) }) && data.count > 2000)
    }
    let again = try Command.run(["film"] + arguments + ["-o", folder.path("g.gif"), "--size", "300x200", "--threads", "1"], in: PlotTests.runs.url)
    #expect(again.status == 0)
    #expect(try folder.data("g.gif") == folder.data("f.gif"))
  }

  /// Another reader of GIFs sees the frames, their time and that they go round.
  @Test(.enabled(if: hasPillow, "Pillow is not in .venv"))
  func pillowReadsTheFilm() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(
      ["film", "updates", "moons", "-o", folder.path("f.gif"), "--delay", "0.25", "--size", "400x300"], in: PlotTests.runs.url)
    #expect(outcome.status == 0)
    try folder.write(
      """
      from PIL import Image
      film = Image.open("f.gif")
      frames = []
      for index in range(film.n_frames):
          film.seek(index)
          frames.append(film.convert("RGB").tobytes())
      reds = sum(1 for p in zip(*[iter(frames[1])] * 3) if p[0] > p[2] + 60)
      blues = sum(1 for p in zip(*[iter(frames[1])] * 3) if p[2] > p[0] + 60)
      print(film.size, film.n_frames, film.info["loop"], film.info["duration"], len(set(frames)), reds > 50, blues > 50)
      """, to: "read.py")
    let read = try Command.shell("'\(Self.python)' read.py", in: folder.url)
    // Seven checkpoints, six changes.
    #expect(read.text == "(400, 300) 6 0 250 6 True True\n", "\(read.text) \(read.errors)")
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let folder = try TemporaryFolder()
    let some = try Command.run(["film", "histograms", "moons", "-o", folder.path("f.gif"), "--frames", "3"], in: PlotTests.runs.url)
    #expect(some.status == 0 && some.errors.contains("3 of 7 frames are shown, evenly spread"), "\(some.errors)")
    let small = try Command.run(["film", "histograms", "moons", "-o", folder.path("f.gif"), "--max-size", "25kB"], in: PlotTests.runs.url)
    #expect(small.status == 0 && small.errors.contains("would take too many bytes"), "\(small.errors)")
    #expect(try folder.data("f.gif").count <= 25_000)
    let range = try Command.run(["film", "histograms", "moons", "-o", folder.path("f.gif"), "--steps", "20:40"], in: PlotTests.runs.url)
    #expect(range.status == 0 && range.errors.isEmpty)
    let progress = try Command.run(["film", "logits", "small", "-o", folder.path("f.gif"), "--progress", "json"], in: PlotTests.runs.url)
    #expect(progress.errors.contains("\"stage\":\"frames\"") && progress.errors.contains("\"stage\":\"reading\""), "\(progress.errors.prefix(300))")
  }

  @Test(arguments: [
    (["filters", "moons", "-o", "f.avi"], 64, "ends with .gif"), (["filters", "moons"], 64, "ends with .gif"), (["filters", "digits", "-o", "f.gif"], 64, "made of a run"),
    (["updates", "blowup", "-o", "f.gif", "--steps", "900:"], 65, "no step"), (["updates", "small", "-o", "f.gif", "--layer", "conv1"], 65, "conv1"),
    (["features", "small", "-o", "f.gif", "--sample", "99"], 64, "there are 9 samples"), (["histograms", "moons", "-o", "f.gif", "--steps", "9:3"], 64, "--steps"),
    (["nothing", "moons", "-o", "f.gif"], 64, "nothing"), (["logits", "blowup", "-o", "f.gif"], 65, "no activations"),
  ])
  func whatCannotBeMadeIsSaid(arguments: [String], status: Int, message: String) throws {
    let folder = try TemporaryFolder()
    for run in ["moons", "small", "blowup"] {
      try FileManager.default.createSymbolicLink(atPath: folder.path(run), withDestinationPath: PlotTests.runs.path(run))
    }
    let outcome = try Command.run(["film"] + arguments, in: folder.url)
    #expect(outcome.status == Int32(status) && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 3)
  }

  @Test func interruptingLeavesNothing() throws {
    let folder = try TemporaryFolder()
    // A larger run than any test needs, so that there is something to interrupt.
    let made = try Command.run(
      ["train", "moons", "--run", folder.path("run"), "--epochs", "400", "--record-every", "1", "--record", "weights"])
    #expect(made.status == 0)
    let child = try Child(
      Command.executable,
      ["film", "updates", folder.path("run"), "-o", folder.path("f.gif"), "--size", "slide", "--frames", "400", "--max-size", "1GB", "--progress", "json"])
    while child.isRunning, !child.errorsSoFar.contains("\"stage\":\"frames\"") { usleep(2000) }
    kill(child.identifier, SIGINT)
    let outcome = child.wait()
    #expect(outcome.signal == SIGINT, "\(outcome.status as Any)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["run"])
  }
}
