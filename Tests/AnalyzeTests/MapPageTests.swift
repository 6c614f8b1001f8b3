import Fathom
import Foundation
import Testing

/// `analyze embed --plot map.html`, looked at in a browser where there is one.
@Suite(.serialized) struct MapPageTests {
  @Test func aPageIsWrittenWhole() throws {
    let folder = try TemporaryFolder()
    let arguments = ["embed", "--method", "pca", "--plot", folder.path("map.html"), "-o", folder.path("map.csv")]
    #expect(try Command.run(arguments).status == 0)
    let page = try folder.text("map.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n") && page.contains("<title>digits, pca</title>"))
    #expect(page.contains("<html lang=\"en\">") && !page.contains("http:") && !page.contains("https:"))
    #expect(try Command.run(arguments + ["--theme", "dark", "--threads", "1"]).status == 0)
    #expect(try folder.text("map.html") == page.replacingOccurrences(of: "<html lang=\"en\">", with: "<html lang=\"en\" data-theme=\"dark\">"))
    let refused = try Command.run(["embed", "--method", "pca", "--dimensions", "3", "--plot", folder.path("other.html")])
    #expect(refused.status == 64 && refused.errors.contains("2 dimensions") && folder.contents == ["map.csv", "map.html"])
  }

  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing), arguments: [[], ["--no-webgl"]])
  func pointingLassoSearchAndKeysWork(options: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(["embed", "--method", "pca", "--plot", folder.path("map.html"), "-o", folder.path("map.csv"), "--title", "Digits"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let seen = try Browser.look("look_at_map.py", [folder.path("map.html")] + options)
    #expect(seen["faults"] as? [String] == [])
    #expect(seen["painter"] as? String == (options.isEmpty ? "GLPainter" : "CanvasPainter"))
    #expect(seen["title"] as? String == "Digits" && seen["heading"] as? String == "Digits" && (seen["status"] as? String)?.hasPrefix("1,797 points; pictures: 4 shades") == true)
    #expect(seen["legend"] as? [String] == (0..<10).map(String.init) && seen["names"] as? Int == 0)
    #expect(seen.number("colors") >= 10 && seen.number("contrast") >= 4.5 && seen["isDark"] as? String == "rgb(20, 23, 28)")

    // What is said of a point, and what the lasso saves, is what the CSV says.
    let rows = try folder.text("map.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let pointed = Int(seen.number("pointed"))
    let tip = try #require(seen["tip"] as? String).split(separator: "\n")
    #expect(tip.first.map(String.init) == rows[pointed].last.map(String.init) && tip.contains("index \(pointed)"))
    let thumbnail = try #require(seen["thumbnail"] as? [Int])
    #expect(thumbnail[0] == 96 && thumbnail[1] == 96 && thumbnail[2] >= 4)
    #expect(seen.number("selected") == seen.number("expected") && (100..<1700).contains(seen.number("selected")))
    let saved = try #require(seen["csv"] as? String).split(separator: "\n")
    #expect(saved.first == "index,x,y,label" && Double(saved.count - 1) == seen.number("selected"))
    let all = rows.map { Double($0[1])! }
    let (middle, unit) = ((all.max()! + all.min()!) / 2, (all.max()! - all.min()!) / 65_535)
    for line in saved.dropFirst() {
      let cells = line.split(separator: ",")
      let row = rows[Int(cells[0])!]
      #expect(abs(Double(cells[1])! - Double(row[1])!) <= unit && abs(Double(cells[2])! - Double(row[2])!) <= unit && cells[3] == row[3])
      #expect(Double(cells[1])! < middle + 200 * unit)
    }
    #expect(Double(all.count { $0 < middle - 200 * unit }) <= seen.number("selected"))

    // The label 7; the row of index 7 has it too.
    let sevens = Double(rows.count { $0[3] == "7" })
    #expect(seen.number("found") == sevens && seen.number("selectedBySearch") == sevens && seen.number("cleared") == 0)
    #expect(seen.number("hidden") == Double(rows.count { $0[3] == "0" }))
    #expect(seen["keysWork"] as? Bool == true && (seen["named"] as? String)?.contains("index") == true)
  }

  /// With a picture for each point the file still has less than 25 bytes a point, and says what that costs.
  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing)) func picturesOfManyPoints() throws {
    let folder = try TemporaryFolder()
    let digits = try #require(try Dataset.named("digits"))
    let images = digits.samples.floats()
    let count = 20_000
    var generator = RandomGenerator(seed: 3)
    // Each a digit with pixels of its own, twice as large.
    let samples = Tensor<Float>(uninitialized: [count, 16, 16]) { target in
      let source = images.scalars
      for row in 0..<count {
        let digit = row % images.shape[0]
        for pixel in 0..<256 {
          let place = pixel / 32 * 8 + pixel % 16 / 2
          target[256 * row + pixel] = source[64 * digit + place] + Float(generator.integer(below: 3))
        }
      }
    }
    let output = try OutputFile(folder.path("images.npz"))
    try NPZWriter.write([NamedArray("samples", .float(samples)), NamedArray("labels", .int(Tensor((0..<count).map { $0 % 10 })))], to: output)
    try output.commit()
    let outcome = try Command.run(
      ["embed", folder.path("images.npz"), "--tensor", "samples", "--method", "pca", "--plot", folder.path("map.html"), "-o", "/dev/null"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let size = try folder.data("map.html").count
    #expect(size < 25 * count, "\(Double(size) / Double(count)) bytes a point")
    let seen = try Browser.look("look_at_map.py", [folder.path("map.html")])
    #expect(seen["faults"] as? [String] == [])
    let status = try #require(seen["status"] as? String)
    #expect(status.hasPrefix("20,000 points; pictures: ") && status.contains(" of 16 x 16 pixels"), "\(status)")
    let thumbnail = try #require(seen["thumbnail"] as? [Int])
    #expect(thumbnail[0] >= 48 && thumbnail[2] >= 4)
  }

  /// A file of less than 25 bytes a point, which pans; how fast is printed and decides nothing.
  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing)) func aMillionPoints() throws {
    let folder = try TemporaryFolder()
    let count = 1_000_000
    var state: UInt32 = 1
    func uniform() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 24)
    }
    let kinds = (0..<count).map { $0 % 12 }
    let samples = Tensor<Float>(uninitialized: [count, 2]) { target in
      for row in 0..<count {
        let angle = Float(kinds[row]) / 2
        target[2 * row] = 9 * Float(Foundation.cos(angle)) + uniform() + uniform() + uniform()
        target[2 * row + 1] = 6 * Float(Foundation.sin(angle)) + uniform() + uniform() + uniform()
      }
    }
    let output = try OutputFile(folder.path("points.npz"))
    try NPZWriter.write([NamedArray("samples", .float(samples)), NamedArray("labels", .int(Tensor(kinds)))], to: output)
    try output.commit()
    let outcome = try Command.run(
      ["embed", folder.path("points.npz"), "--tensor", "samples", "--method", "pca", "--plot", folder.path("map.html"), "-o", "/dev/null"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.data("map.html").count < 8 * count)
    let seen = try Browser.look("look_at_map.py", [folder.path("map.html")])
    #expect(seen["faults"] as? [String] == [])
    #expect(seen["status"] as? String == "1,000,000 points" && seen.number("colors") > 12)
    #expect(seen.number("selected") == seen.number("expected") && seen.number("selected") > 1000)
    #expect(seen.number("panFrames") >= 80)
    print(
      "a million points, \(seen["painter"] ?? "") without a graphics card: a frame of panning in \(seen.number("panMilliseconds")) ms (median), "
        + "\(seen.number("panSlowest")) ms (90 %), with the first \(Int(seen.number("panPoints"))) points; all in \(seen.number("seconds")) s")
  }

  /// Labels and titles from somebody else's files.
  @Test(.enabled(if: Browser.isThere, Browser.whatIsMissing)) func hostileNamesAreOnlyText() throws {
    let folder = try TemporaryFolder()
    let hostile = [
      "</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "\u{2028}alert(3)//", "\"quoted\", 'and' & \\u003c", "<!--<script>", "]]>{{7*7}}",
      "=1+1",
    ]
    var table = "x1,x2,label\n"
    for (row, name) in hostile.enumerated() { table += "\(row),\(row * row % 5),\"\(name.replacingOccurrences(of: "\"", with: "\"\""))\"\n" }
    try folder.write(table, to: "table.csv")
    let title = "</title><script>alert(4)</script>\u{2029}<svg onload=alert(5)>"
    let outcome = try Command.run(
      ["embed", folder.path("table.csv"), "--method", "pca", "--plot", folder.path("map.html"), "-o", folder.path("map.csv"), "--title", title])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try folder.text("map.html")
    #expect(!page.contains("alert(1)</script>") && !page.contains("<img") && !page.contains("\u{2028}") && !page.contains("<svg"))
    let seen = try Browser.look("look_at_map.py", [folder.path("map.html"), "--search", "quoted"])
    #expect(seen["faults"] as? [String] == [])
    #expect(seen["title"] as? String == title.replacingOccurrences(of: "\u{2029}", with: "\u{2029}"))
    #expect(seen.number("scripts") == 1 && seen.number("foreign") == 0 && seen.number("found") == 1)
    #expect((seen["legend"] as? [String]).map(Set.init) == Set(hostile))
    let named = try #require(seen["tip"] as? String)
    #expect(hostile.contains { named.hasPrefix($0) })
  }
}
