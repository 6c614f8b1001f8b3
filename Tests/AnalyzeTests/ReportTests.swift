import Fathom
import Foundation
import Testing

/// `analyze report`, looked at in a browser where there is one.
@Suite struct ReportTests {
  private static let sections = ["Summary", "Health", "Layers", "Curves", "Histograms", "Filters", "Feature maps", "Map"]

  private func report(_ run: String, to path: String, _ options: [String] = []) throws {
    let outcome = try Command.run(["report", run, "-o", path] + options)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
  }

  @Test func aReportIsOneWholePage() throws {
    let folder = try TemporaryFolder()
    try report(PlotTests.runs.path("moons"), to: folder.path("report.html"), ["--title", "Moons"])
    let page = try folder.text("report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n") && page.contains("<title>Moons</title>"))
    #expect(Self.sections.allSatisfy { page.contains("<h2>\($0)</h2>") })
    #expect(page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("://") == false)
    try report(PlotTests.runs.path("moons"), to: folder.path("again.html"), ["--title", "Moons", "--threads", "1"])
    #expect(try folder.text("again.html") == page)
    for (arguments, status, message) in [
      ([PlotTests.runs.path("moons")], 64, "-o report.html"), (["digits", "-o", folder.path("x.html")], 64, "which digits is not"),
      ([folder.path("nowhere"), "-o", folder.path("x.html")], 64, "is not"),
    ] as [([String], Int32, String)] {
      let outcome = try Command.run(["report"] + arguments)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
    }
    #expect(folder.contents == ["again.html", "report.html"])
  }

  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing), arguments: ["moons", "small", "blowup"])
  func sectionsPicturesAndSlidersAreThere(run: String) throws {
    let folder = try TemporaryFolder()
    try report(PlotTests.runs.path(run), to: folder.path("report.html"))
    let seen = try Browser.look("look_at_report.py", [folder.path("report.html")])
    #expect(seen["faults"] as? [String] == [] && seen["sections"] as? [String] == Self.sections && seen["links"] as? Bool == true)
    #expect(seen.number("scripts") == 1 && seen.number("broken") == 0 && seen.number("wide") == 0)
    #expect(seen.number("pictures") >= 4 && seen.number("shownInLight") == seen.number("pictures") / 2)
    #expect(seen.number("histograms") >= 1 && seen["histogramsChange"] as? Bool == true)
    let cells = try #require(seen["cells"] as? [String])
    switch run {
    case "moons":
      #expect(seen["refusals"] as? [String] == [] && seen.number("mapPoints") == 100 && seen.number("mapSteps") == 7)
      #expect(seen["histogramSteps"] as? [String] == ["step 0", "step 60"] && seen.number("shownInDark") == seen.number("shownInLight"))
      #expect(cells.contains("layer_hidden") && cells.contains("moons"))
    case "small": #expect(seen["refusals"] as? [String] == [] && seen.number("mapPoints") == 9 && cells.contains("conv1"))
    default: #expect(cells.contains("nonfinite") || cells.contains("exploding"))
    }
  }

  /// A run by somebody else, with little in it and names that try to be more than names.
  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing)) func hostileNamesAreOnlyText() throws {
    let folder = try TemporaryFolder()
    let name = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u{2028}"
    var description = RunDescription(recipe: name)
    description.classNames = [name, "b"]
    description.layers = [.init(name, kind: name, outputShape: [2], parameters: [.init(name + ".weight", shape: [2, 2])])]
    description.options = [(name, .text(name))]
    let writer = try RunWriter(creating: folder.path("run"), description)
    for step in 0..<2 {
      let values = Tensor<Float>([0, 1, 2, Float(step)], shape: [2, 2])
      try writer.write(.checkpoint, step: step, [SnapshotEntry(name + ".weight", values)])
      try writer.write(.activations, step: step, [SnapshotEntry("logits", Tensor<Float>((0..<24).map { Float($0 * $0 % 7 + step) }, shape: [12, 2]))])
    }
    try writer.writeProbe(samples: .float(.zeros([12, 4, 4])), labels: (0..<12).map { $0 % 2 })
    try report(folder.path("run"), to: folder.path("report.html"))
    let page = try folder.text("report.html")
    #expect(!page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("\u{2028}alert"))
    let seen = try Browser.look("look_at_report.py", [folder.path("report.html")])
    #expect(seen["faults"] as? [String] == [] && seen.number("scripts") == 1 && seen.number("broken") == 0)
    #expect((seen["cells"] as? [String])?.contains(name) == true && (seen["heading"] as? String)?.hasPrefix(name) == true)
  }
}
