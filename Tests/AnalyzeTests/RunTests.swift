import Fathom
import Foundation
import Testing

/// `analyze embed` on run directories.
@Suite struct RunTests {
  /// Three steps of a network 5-20-10 with 40 probe samples of 4 classes, so that every number can be told from its place.
  private static func makeRun(_ folder: TemporaryFolder, _ name: String = "run", withLogits: Bool = true) throws -> String {
    var description = RunDescription(recipe: "test")
    description.classNames = ["cat", "dog", "cow, brown", "hen"]
    let writer = try RunWriter(creating: folder.path(name), description)
    for step in [0, 5, 10] {
      var random = RandomGenerator(seed: UInt64(step))
      func tensor(_ shape: Shape) -> Tensor<Float> { Tensor((0..<shape.elementCount).map { _ in Float(random.integer(below: 2000)) / 1000 - 1 }, shape: shape) }
      try writer.write(
        .checkpoint, step: step,
        [
          SnapshotEntry("conv1.weight", tensor([8, 1, 3, 3])), SnapshotEntry("l2.weight", tensor([10, 20])),
          SnapshotEntry("l2.weight.grad", tensor([10, 20])), SnapshotEntry("l2.bias", tensor([10])),
        ])
      let logits = tensor([40, 10])
      try writer.write(
        .activations, step: step,
        [SnapshotEntry("conv1", tensor([40, 8, 2, 2]))] + (withLogits ? [SnapshotEntry("logits", logits)] : []))
    }
    try writer.writeProbe(samples: .float(.zeros([40, 5])), labels: (0..<40).map { $0 % 4 })
    return folder.path(name)
  }

  /// The map of a matrix by the same method, for comparison.
  private func map(_ tensor: Tensor<Float>, _ folder: TemporaryFolder, _ arguments: String...) throws -> Command.Outcome {
    let output = try OutputFile(folder.path("rows.npy"))
    let rows = tensor.shape[0]
    try NPYFile.write(.float(tensor.reshaped([rows, tensor.count / rows])), to: output)
    try output.commit()
    return try Command.run(["embed", folder.path("rows.npy")] + arguments)
  }

  private func points(_ outcome: Command.Outcome) -> [[Substring]] { outcome.rows.dropFirst().map { Array($0[0..<3]) } }

  @Test(arguments: [("l2", "l2.weight", 10), ("l2.weight", "l2.weight", 10), ("conv1", "conv1.weight", 8), ("l2.weight.grad", "l2.weight.grad", 10)])
  func unitsAndFiltersArePoints(layer: String, tensor: String, count: Int) throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let outcome = try Command.run("embed", path, "--weights", layer, "--method", "pca")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines[0] == "index,x,y" && outcome.lines.count == count + 1)
    let weights = try RunDirectory(path).snapshot(.checkpoint, step: 10).values(tensor)
    #expect(outcome.output == (try map(weights, folder, "--method", "pca").output))
    #expect(try Command.run("embed", path, "--weights", layer, "--method", "pca", "--step", "last").output == outcome.output)
    let earlier = try Command.run("embed", path, "--weights", layer, "--method", "pca", "--step", "5")
    #expect(earlier.output == (try map(RunDirectory(path).snapshot(.checkpoint, step: 5).values(tensor), folder, "--method", "pca").output))
  }

  @Test func tenUnitsMakeAMapByTSNE() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run("embed", try Self.makeRun(folder), "--weights", "l2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 11 && outcome.errors.contains("perplexity"))
    #expect(outcome.rows.dropFirst().allSatisfy { Float($0[1])?.isFinite == true && Float($0[2])?.isFinite == true })
  }

  @Test func samplesArePointsWithTheirLabels() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let snapshot = try RunDirectory(path).snapshot(.activations)
    for (arguments, tensor) in [(["--logits"], "logits"), ([], "logits"), (["--features", "conv1"], "conv1")] {
      let outcome = try Command.run(["embed", path, "--method", "pca"] + arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.lines[0] == "index,x,y,label,name" && outcome.lines.count == 41)
      #expect(outcome.lines[3].hasSuffix(",2,\"cow, brown\""))
      #expect(points(outcome) == points(try map(snapshot.values(tensor), folder, "--method", "pca")))
    }
    let limited = try Command.run("embed", path, "--logits", "--limit", "7", "--method", "pca")
    #expect(limited.rows.map { String($0[3]) } == ["label", "0", "1", "2", "3", "0", "1", "2"])
  }

  @Test func allStepsShareOneMap() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let run = try RunDirectory(path)
    let outcome = try Command.run("embed", path, "--weights", "l2", "--step", "all", "--method", "pca")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines[0] == "index,x,y,step" && outcome.lines.count == 31)
    #expect(outcome.rows.dropFirst().map { Int($0[0]) } == (0..<3).flatMap { _ in 0..<10 })
    #expect(outcome.rows.dropFirst().map { Int($0[3]) } == [0, 5, 10].flatMap { [Int](repeating: $0, count: 10) })
    let stacked = Tensor.concatenated(try [0, 5, 10].map { try run.snapshot(.checkpoint, step: $0).values("l2.weight") }, axis: 0)
    let expected = points(try map(stacked, folder, "--method", "pca"))
    #expect(points(outcome).map { $0.dropFirst() } == expected.map { $0.dropFirst() })

    let logits = try Command.run(["embed", path, "--step", "all", "--limit", "9", "--meta", folder.path("m.json")] + EmbedTests.quick)
    #expect(logits.status == 0, "\(logits.errors)")
    #expect(logits.lines[0] == "index,x,y,step,label,name" && logits.lines.count == 28)
    #expect(logits.rows[10][0] == "0" && logits.rows[10][3] == "5" && logits.rows[10][4] == "0")
    #expect(try folder.text("m.json").contains("\"part\": \"logits, 3 steps\""))
  }

  @Test func labelsMayComeFromElsewhere() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let labels = try folder.write((0..<10).map { "unit\($0)\n" }.joined(), to: "labels.txt")
    for (step, rows) in [("10", 10), ("all", 30)] {
      let outcome = try Command.run("embed", path, "--weights", "l2", "--step", step, "--method", "pca", "--labels", labels)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.lines.count == rows + 1 && outcome.rows[rows].last == "unit9")
      let limited = try Command.run("embed", path, "--weights", "l2", "--step", step, "--method", "pca", "--labels", labels, "--limit", "3")
      #expect(limited.lines.count == rows * 3 / 10 + 1 && limited.rows[3].last == "unit2", "\(limited.errors)")
    }
  }

  /// Without run.json, as a PyTorch user may write it.
  @Test func checkpointsAloneAreARun() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    try FileManager.default.removeItem(atPath: path + "/run.json")
    let outcome = try Command.run("embed", path, "--logits", "--method", "pca")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines[0] == "index,x,y,label")
  }

  // MARK: - Mistakes

  @Test func whatIsNotThereIsAnsweredWithWhatIs() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let bare = try Self.makeRun(folder, "bare", withLogits: false)
    let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
      ([path, "--weights", "l9"], 65, ["l9", "conv1, l2"]), ([path, "--features", "l9"], 65, ["l9", "conv1, logits"]),
      ([path, "--logits", "--step", "7"], 65, ["step 7", "0, 5, 10"]), ([path, "--weights", "l2", "--step", "7"], 65, ["step 7", "0, 5, 10"]),
      ([bare, "--logits"], 65, ["no logits", "conv1", "--features"]), ([bare], 64, ["--weights", "conv1, l2", "--features"]),
      ([path, "--tensor", "l2.weight"], 64, ["--tensor", "--weights"]), (["digits", "--weights", "l2"], 64, ["--weights", "digits"]),
      (["digits", "--step", "3"], 64, ["--step"]), ([path, "--weights", "l2", "--logits"], 64, ["give one"]),
      ([path, "--step", "first"], 64, ["first"]), ([path + "/metrics.csv", "--logits"], 64, ["file"]),
    ]
    for (arguments, status, words) in mistakes {
      let outcome = try Command.run(["embed", "--method", "pca"] + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(arguments): \(outcome.errors)") }
    }
  }

  @Test func damagedFilesOfARunAreNamed() throws {
    let folder = try TemporaryFolder()
    let path = try Self.makeRun(folder)
    let file = "run/checkpoints/000005.safetensors"
    try folder.data(file).dropLast(9).write(to: folder.url.appendingPathComponent(file))
    for step in ["5", "all"] {
      let outcome = try Command.run("embed", path, "--weights", "l2", "--step", step, "--method", "pca")
      #expect(outcome.status == 65 && outcome.errors.contains("000005.safetensors"), "\(outcome.errors)")
    }
    try folder.write("{\"layers\": 3}", to: "run/run.json")
    let outcome = try Command.run("embed", path)
    #expect(outcome.status == 65 && outcome.errors.contains("run.json"), "\(outcome.errors)")
    let empty = try TemporaryFolder()
    try empty.write("{}", to: "run.json")
    #expect(try Command.run("embed", empty.url.path).status == 65)
  }

  @Test func aStepThatIsNotFiniteIsNamed() throws {
    let folder = try TemporaryFolder()
    let writer = try RunWriter(creating: folder.path("run"), RunDescription())
    for (step, value) in [(0, 1), (1, Float.nan)] {
      try writer.write(.checkpoint, step: step, [SnapshotEntry("l1.weight", Tensor<Float>([1, 2, 3, value], shape: [2, 2]))])
    }
    let outcome = try Command.run("embed", folder.path("run"), "--weights", "l1", "--method", "pca")
    #expect(outcome.status == 65)
    for word in ["000001.safetensors", "nan", "row 1, column 1", "--step"] { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(try Command.run("embed", folder.path("run"), "--weights", "l1", "--method", "pca", "--step", "0").status == 0)
  }
}
