import Fathom
import Foundation
import Testing

/// `analyze embed`: what goes in, what comes out.
@Suite struct EmbedTests {
  /// Quick settings for tests that do not judge the map.
  static let quick = ["--iterations", "30"]

  @Test func theDigitsAreMappedWithoutASource() throws {
    let outcome = try Command.run("embed", "--method", "tsne")
    #expect(outcome.status == 0)
    #expect(outcome.rows.count == 1_798)
    #expect(outcome.lines[0] == "index,x,y,label")
    #expect(outcome.rows[1][0] == "0" && outcome.rows[1797][0] == "1796")
    #expect(outcome.rows[1][3] == "0" && outcome.rows[2][3] == "1")
    #expect(outcome.rows.dropFirst().allSatisfy { $0.count == 4 && Float($0[1])?.isFinite == true && Float($0[2])?.isFinite == true })
    #expect(outcome.errors.isEmpty)
    // Digits of a kind lie together: nearly every point's nearest neighbour in the map has its label.
    #expect(Self.nearestNeighborAccuracy(outcome) > 0.97)
  }

  static func nearestNeighborAccuracy(_ outcome: Command.Outcome) -> Double {
    let points = outcome.rows.dropFirst().map { (x: Float($0[1])!, y: Float($0[2])!, label: $0[3]) }
    var right = 0
    for (i, p) in points.enumerated() {
      var best = (distance: Float.infinity, label: Substring(""))
      for (j, q) in points.enumerated() where i != j {
        let distance = (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y)
        if distance < best.distance { best = (distance, q.label) }
      }
      if best.label == p.label { right += 1 }
    }
    return Double(right) / Double(points.count)
  }

  @Test(arguments: [
    (1, "index,x"), (2, "index,x,y"), (3, "index,x,y,z"), (4, "index,x1,x2,x3,x4"), (7, "index,x1,x2,x3,x4,x5,x6,x7"),
  ])
  func columnsFollowTheDimensions(dimensions: Int, header: String) throws {
    let outcome = try Command.run("embed", "--method", "pca", "--dimensions", "\(dimensions)", "--limit", "20")
    #expect(outcome.status == 0)
    #expect(outcome.lines[0] == header + ",label")
    #expect(outcome.rows.count == 21)
    guard dimensions <= 3 else { return }
    let map = try Command.run(["embed", "--dimensions", "\(dimensions)", "--limit", "100"] + Self.quick)
    #expect(map.status == 0)
    #expect(map.lines[0] == header + ",label")
    #expect(map.rows.count == 101)
  }

  @Test(arguments: ["digits", "moons", "blobs", "swissroll", "squares"])
  func everyDatasetIsASource(name: String) throws {
    let outcome = try Command.run("embed", name, "--method", "pca", "--limit", "50")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 51)
  }

  // MARK: - Files

  static let table = """
    a,b,species,c
    1,2,cat,0.5
    2,1,dog,0.25
    8,9,"cat, big",1
    9,8,dog,-1

    """

  @Test func aTableGivesItsTextAsLabels() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.table, to: "data.csv")
    let outcome = try Command.run("embed", path, "--method", "pca")
    #expect(outcome.lines[0] == "index,x,y,label")
    #expect(outcome.lines[3].hasSuffix(",\"cat, big\""))
    let named = try Command.run("embed", path, "--method", "pca", "--label-column", "species")
    #expect(named.output == outcome.output)
  }

  @Test func aNumericColumnCanBeTheLabels() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a,b,kind\n1,2,0\n2,1,1\n8,9,0\n9,8,1\n", to: "data.csv")
    let outcome = try Command.run("embed", path, "--method", "pca", "--label-column", "kind")
    #expect(outcome.rows.map { String($0.last!) } == ["label", "0", "1", "0", "1"])
    let without = try Command.run("embed", path, "--method", "pca")
    #expect(without.lines[0] == "index,x,y")
  }

  @Test func labelsComeFromAFileToo() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("1,2\n2,1\n8,9\n9,8\n", to: "data.csv")
    let labels = try folder.write("7\n8\n7\n9\n", to: "labels.csv")
    let outcome = try Command.run("embed", data, "--method", "pca", "--labels", labels)
    #expect(outcome.status == 0)
    #expect(outcome.rows.map { String($0.last!) } == ["label", "7", "8", "7", "9"])
    let texts = try folder.write("cat\ndog\ncat\ncow\n", to: "texts.txt")
    #expect(try Command.run("embed", data, "--method", "pca", "--labels", texts).lines[4].hasSuffix(",cow"))
    let short = try folder.write("7\n8\n", to: "short.csv")
    let wrong = try Command.run("embed", data, "--method", "pca", "--labels", short)
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("4") && wrong.errors.contains("2 labels"))
  }

  @Test func whatDatasetsWritesGivesTheSameMap() throws {
    let folder = try TemporaryFolder()
    let expected = try Command.run(["embed", "moons"] + Self.quick)
    for name in ["moons.csv", "moons.npz"] {
      #expect(try Command.run("datasets", "moons", "-o", name, in: folder.url).status == 0)
      let outcome = try Command.run(["embed", folder.path(name)] + Self.quick)
      #expect(outcome.output == expected.output, "\(name): \(outcome.errors)")
    }
  }

  @Test func anArrayIsChosenByName() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run("datasets", "digits", "-o", "digits.npz", in: folder.url).status == 0)
    let path = folder.path("digits.npz")
    let chosen = try Command.run("embed", path, "--method", "pca", "--tensor", "samples", "--label-column", "labels")
    #expect(chosen.output == (try Command.run("embed", "digits", "--method", "pca")).output)
    let missing = try Command.run("embed", path, "--tensor", "nothing")
    #expect(missing.status == 65)
    #expect(missing.errors.contains("nothing") && missing.errors.contains("samples"))
  }

  // MARK: - Options

  @Test func limitTakesTheFirstRows() throws {
    let all = try Command.run("datasets", "moons")
    let folder = try TemporaryFolder()
    let head = try folder.write(all.lines.prefix(41).joined(separator: "\n") + "\n", to: "head.csv")
    let limited = try Command.run(["embed", "moons", "--limit", "40", "--perplexity", "5"] + Self.quick)
    #expect(limited.output == (try Command.run(["embed", head, "--perplexity", "5"] + Self.quick)).output)
  }

  @Test func seedsAndStartsMatter() throws {
    let random = ["embed", "moons", "--init", "random"] + Self.quick
    let first = try Command.run(random)
    #expect(first.output == (try Command.run(random)).output)
    #expect(first.output != (try Command.run(random + ["--seed", "7"])).output)
    #expect(first.output != (try Command.run(["embed", "moons", "--init", "spectral"] + Self.quick)).output)
  }

  @Test func aMapCanBeTheStart() throws {
    let folder = try TemporaryFolder()
    let start = folder.path("start.csv")
    #expect(try Command.run("embed", "moons", "--method", "pca", "-o", start).status == 0)
    let outcome = try Command.run("embed", "moons", "--init", start, "--early-iterations", "0", "--iterations", "0")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 501)
    let wrong = try Command.run("embed", "moons", "--init", start, "--limit", "40")
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("start.csv"))
  }

  @Test func theSchedulesDiffer() throws {
    let standard = try Command.run("embed", "moons")
    let fast = try Command.run("embed", "moons", "--schedule", "fast")
    #expect(standard.status == 0 && fast.status == 0)
    #expect(standard.output != fast.output)
  }

  @Test(arguments: ["cosine", "correlation", "manhattan", "chebyshev", "hamming"])
  func metricsAreKnown(metric: String) throws {
    let outcome = try Command.run(["embed", "digits", "--limit", "200", "--metric", metric] + Self.quick)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 201)
  }

  @Test func progressIsJSONOnRequest() throws {
    let outcome = try Command.run(["embed", "moons", "--progress", "json"] + Self.quick)
    #expect(outcome.status == 0)
    let lines = try outcome.errors.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0["stage"] is String && $0["done"] is Int && $0["total"] is Int })
    #expect(outcome.output == (try Command.run(["embed", "moons"] + Self.quick)).output)
  }

  @Test func metadataTellsHowTheMapWasMade() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(
      "embed", "digits", "--limit", "300", "--meta", "map.json", "--quality", "-o", "map.csv", in: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    let meta = try #require(try JSONSerialization.jsonObject(with: folder.data("map.json")) as? [String: Any])
    #expect(meta["method"] as? String == "tsne")
    #expect(meta["seed"] as? Int == 42)
    #expect(meta["openblas_kernels"] as? String == OpenBLAS.kernels)
    #expect(meta["rows"] as? Int == 300)
    let parameters = try #require(meta["parameters"] as? [String: Any])
    #expect(parameters["perplexity"] as? Double == 30)
    let quality = try #require(meta["quality"] as? [String: Any])
    for name in ["trustworthiness", "continuity", "neighbors_kept", "nearest_neighbor_accuracy", "kl_divergence"] {
      let value = try #require(quality[name] as? Double, "\(name)")
      #expect(value > 0 && (name == "kl_divergence" || value <= 1))
    }
    #expect(folder.contents == ["map.csv", "map.json"])
  }

  @Test func thePlanIsOnlyAPlan() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("embed", "digits", "--plan", "-o", "map.csv", in: folder.url)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("memory") && outcome.text.contains("time") && outcome.text.contains("method"))
    #expect(folder.contents.isEmpty)
  }

  @Test func tooMuchMemoryIsRefusedBeforehand() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("embed", "digits", "--max-memory", "1M", "-o", "map.csv", in: folder.url)
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("MiB"))
    #expect(folder.contents.isEmpty)
  }

  @Test func degenerateDataGiveAMapAndAWarning() throws {
    let folder = try TemporaryFolder()
    let few = try folder.write("a,b\n1,2\n2,3\n5,1\n", to: "few.csv")
    let same = try folder.write("a,b\n" + String(repeating: "1,2\n", count: 120), to: "same.csv")
    for (path, rows) in [(few, 3), (same, 120)] {
      let outcome = try Command.run("embed", path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.lines.count == rows + 1)
      #expect(outcome.rows.dropFirst().allSatisfy { Float($0[1])?.isFinite == true && Float($0[2])?.isFinite == true })
    }
    #expect(try Command.run("embed", few).errors.contains("perplexity"))
  }
}
