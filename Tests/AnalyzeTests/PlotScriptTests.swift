import Foundation
import Testing

/// The plotting scripts draw what the command writes, with whatever of their programs is installed.
@Suite struct PlotScriptTests {
  static let python = Command.package.appendingPathComponent(".venv/bin/python").path
  static let canDraw = (try? Command.shell("'\(python)' -c 'import matplotlib'").status) == 0
  static let hasGnuplot = (try? Command.shell("command -v gnuplot").status) == 0
  static let hasR = (try? Command.shell("Rscript -e 'library(ggplot2)'").status) == 0

  @Test(.enabled(if: canDraw, "matplotlib is not in .venv"), arguments: ["2", "3"])
  func matplotlib(dimensions: String) throws {
    try draw("'\(Self.python)' '\(Command.package.path)/Scripts/plot-embedding.py' map.csv map.png", dimensions: dimensions)
  }

  @Test(.enabled(if: hasGnuplot, "gnuplot is not installed"))
  func gnuplot() throws {
    try draw("gnuplot -c '\(Command.package.path)/Scripts/plot-embedding.gp' map.csv map.png", dimensions: "2")
  }

  @Test(.enabled(if: hasR, "R with ggplot2 is not installed"))
  func ggplot() throws {
    try draw("Rscript '\(Command.package.path)/Scripts/plot-embedding.R' map.csv map.png", dimensions: "2")
  }

  private func draw(_ line: String, dimensions: String) throws {
    let folder = try TemporaryFolder()
    let map = try Command.run("embed", "--method", "pca", "--dimensions", dimensions, "-o", "map.csv", in: folder.url)
    #expect(map.status == 0)
    let outcome = try Command.shell(line, in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let picture = try folder.data("map.png")
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 5_000)
  }
}
