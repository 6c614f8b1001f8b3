import Fathom
import Foundation
import Testing

@testable import Inspection
@testable import analyze

/// `analyze plot`, each kind on short runs.
@Suite struct PlotTests {
  /// Runs that all tests look at.
  nonisolated(unsafe) static let runs: TemporaryFolder = {
    let folder = try! TemporaryFolder()
    for arguments in [
      ["train", "moons", "--run", "moons", "--epochs", "60", "--record-every", "10"],
      ["train", "squares", "--run", "small", "--epochs", "1", "--samples", "128", "--validation-samples", "20", "--record-every", "1"],
      ["train", "constant-init", "--run", "blowup", "--epochs", "12"],
    ] {
      let outcome = try! Command.run(arguments, in: folder.url)
      precondition(outcome.status == 0, outcome.errors)
    }
    return folder
  }()

  @Test(arguments: [
    ["curves", "moons"], ["curves", "small"], ["curves", "moons/metrics.csv", "--log"], ["curves", "moons/train_loss.txt", "moons/valid_acc.txt"],
    ["curves", "blowup"], ["boundary", "moons", "--grid", "0.1"], ["boundary", "moons", "--step", "0", "--grid", "0.2", "--margin", "1"], ["logits", "moons"],
    ["logits", "small"], ["weights", "moons"], ["weights", "moons", "--layer", "layer_hidden", "--bins", "7", "--log"],
    ["weights", "small/checkpoints/000001.safetensors", "--layer", "conv*"], ["weights", "blowup", "--over-time"], ["gradients", "moons"],
    ["gradients", "blowup"], ["gradients", "moons", "--over-time", "--layer", "layer_in"], ["filters", "small"], ["filters", "small", "--layer", "conv2", "--limit", "40"],
    ["filters", "moons", "--scale", "own"], ["features", "small"], ["features", "small", "--layer", "fc1", "--sample", "3"], ["changes", "moons"],
    ["changes", "small", "--layer", "conv1", "--weight", "1,0,2,2"], ["samples", "small"], ["samples", "squares", "--limit", "4"], ["samples", "digits"],
    ["features", "moons", "--over-time"], ["dendrogram", "moons"], ["dendrogram", "small", "--layer", "fc1", "--linkage", "average"], ["layers", "small"], ["layers", "moons", "--theme", "dark", "--size", "column"],
  ])
  func eachKindIsDrawn(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    for (name, start) in [("p.png", [0x89, 0x50, 0x4E, 0x47]), ("p.svg", Array("<?xml".utf8)), ("p.pdf", Array("%PDF".utf8))] as [(String, [UInt8])] {
      let outcome = try Command.run(["plot"] + arguments + ["-o", folder.path(name)], in: Self.runs.url)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
      let data = try folder.data(name)
      #expect(data.starts(with: start) && data.count > 1500, "\(data.count) bytes")
    }
    let again = try Command.run(["plot"] + arguments + ["-o", folder.path("q.png"), "--threads", "1"], in: Self.runs.url)
    #expect(again.status == 0)
    #expect(try folder.data("q.png") == folder.data("p.png"))
  }

  /// What the doctor finds stands in the picture: it differs from that of the files alone, which have no verdicts.
  @Test func signsAreMarked() throws {
    let folder = try TemporaryFolder()
    let drawn = try Command.run(
      ["plot", "gradients", "blowup", "--over-time", "--layer", "fc1", "-o", folder.path("signs.png")], in: Self.runs.url)
    #expect(drawn.status == 0 && !drawn.errors.contains("not marked"), "\(drawn.errors)")
    let plain = try Command.run(
      ["histogram", "blowup", "--gradients", "--tensor", "fc1.weight.grad", "--plot", folder.path("plain.png"), "-o", folder.path("h.csv")],
      in: Self.runs.url)
    #expect(plain.status == 0 && plain.errors.isEmpty, "\(plain.errors)")
    #expect(try folder.data("signs.png").count > folder.data("plain.png").count + 1000)
    #expect(try folder.text("h.csv").hasPrefix("step,tensor,left,right,count\n"))
    for arguments in [["moons"], ["small/checkpoints/000001.safetensors", "--bins", "12"]] {
      let outcome = try Command.run(["histogram"] + arguments + ["--plot", folder.path("p.svg"), "-o", folder.path("h.csv")], in: Self.runs.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try folder.data("p.svg").count > 5000)
    }
    let refused = try Command.run(["histogram", "moons", "--plot", folder.path("p.bmp")], in: Self.runs.url)
    #expect(refused.status == 64 && refused.errors.contains("ends with .png"))
  }

  /// A run that somebody else wrote: the table of its layers is the network. What it decides is what the recipe's own run decides.
  @Test func boundariesOfOtherRuns() throws {
    let folder = try TemporaryFolder()
    let moons = try RunDirectory(Self.runs.path("moons"))
    let (snapshot, probe) = (try moons.snapshot(.checkpoint), try #require(try moons.probe()))
    func write(_ name: String, _ change: (inout RunDescription) -> Void = { _ in }, probe hasProbe: Bool = true) throws {
      var description = RunDescription()
      description.layers = try #require(moons.description).layers
      change(&description)
      let writer = try RunWriter(creating: folder.path(name), description)
      try writer.write(.checkpoint, step: 1, snapshot.valueNames.map { SnapshotEntry($0, try snapshot.values($0)) })
      if hasProbe { try writer.writeProbe(samples: probe.samples, labels: probe.labels ?? []) }
    }
    try write("own")
    for (run, file) in [("own", "own.png"), (Self.runs.path("moons"), "recipe.png")] {
      let outcome = try Command.run(
        ["plot", "boundary", run == "own" ? folder.path(run) : run, "-o", folder.path(file), "--grid", "0.05", "--title", "same"])
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    }
    // Where both decide alike: asked at the probe samples, the loaded network gives the logits that were recorded.
    let network = try PlaneNetwork(RunDirectory(folder.path("own")), RunDirectory(folder.path("own")).snapshot(.checkpoint))
    let logits = try network.network.forward(probe.samples.floats()).scalars
    let recorded = try moons.snapshot(.activations).values("logits").scalars
    #expect(zip(logits, recorded).allSatisfy { abs($0 - $1) < 1e-4 } && logits.count == recorded.count)

    try write("nokinds") { for index in $0.layers.indices { $0.layers[index].kind = nil } }
    try write("odd") { $0.layers[1].kind = "Swizzle" }
    try write("none", probe: false)
    for (name, message) in [("nokinds", "a kind that nobody told"), ("odd", "the layer act1 is of kind Swizzle"), ("none", "no probe.safetensors")] {
      let outcome = try Command.run(["plot", "boundary", folder.path(name), "-o", folder.path("x.png")])
      #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  /// A sign stands on its layer's weights and gradients from the step where it begins; that of an activation on the layer before it too.
  @Test func signsStandWhereTheyBegin() {
    func finding(_ sign: HealthSign, _ layer: String, _ verdict: Finding.Verdict = .ill, step: Int? = 12) -> Finding {
      Finding(sign: sign, layer: layer, verdict: verdict, figure: 1, threshold: 0, criterion: "", source: "", step: step)
    }
    let marks = FindingMarks(
      [
        finding(.vanishing, "fc1.weight"), finding(.saturated, "tanh1", .warning), finding(.nonFinite, "fc1.weight.grad", step: 20),
        finding(.exploding, "fc2.weight", .healthy), finding(.dead, "fc2.weight", .follows(.vanishing)), finding(.stalled, "loss"),
        finding(.symmetric, "fc1.weight", step: 99),
      ],
      layers: [
        .init("fc1", kind: "Linear", outputShape: [4], parameters: [.init("fc1.weight", shape: [4, 4]), .init("fc1.bias", shape: [4])]),
        .init("tanh1", kind: "Tanh", outputShape: [4]),
      ])
    func texts(_ tensor: String) -> [String] { marks.remarks(on: tensor, steps: [0, 10, 20, 30]).map { "\($0.row) \($0.text)" } }
    #expect(texts("fc1.weight") == ["2 vanishing from step 12 on", "2 saturated in tanh1 from step 12 on (a warning)"])
    #expect(
      texts("fc1.weight.grad") == [
        "2 vanishing from step 12 on", "2 saturated in tanh1 from step 12 on (a warning)", "2 nonfinite from step 20 on",
      ])
    #expect(texts("tanh1") == ["2 saturated from step 12 on (a warning)"])
    #expect(texts("fc1.bias").isEmpty && texts("fc2.weight").isEmpty)
  }

  /// A run may have kept a layer at the first and the last step only, as that of the digits does.
  @Test func layersThatWereKeptNowAndThenAreShown() throws {
    let folder = try TemporaryFolder()
    let writer = try RunWriter(creating: folder.path("run"), RunDescription())
    for step in 0..<6 {
      let values = Tensor<Float>((0..<16).map { Float($0 * step % 7) }, shape: [4, 4])
      let first = step == 0 || step == 5 ? [SnapshotEntry("l1.weight", values)] : []
      try writer.write(.checkpoint, step: step, first + [SnapshotEntry("l2.weight", values)])
    }
    for (arguments, note) in [
      (["plot", "changes"], ""), (["plot", "changes", "--layer", "l1"], "l1.weight was recorded at 2 of 6 steps"), (["plot", "weights", "--over-time"], ""),
      (["film", "histograms"], ""), (["film", "filters"], ""), (["film", "filters", "--layer", "l1"], ""), (["film", "updates"], ""), (["report"], ""),
    ] {
      let file = folder.path(arguments[0] == "report" ? "p.html" : "p.png")
      let outcome = try Command.run(Array(arguments.prefix(2)) + [folder.path("run")] + arguments.dropFirst(2) + ["-o", file])
      #expect(outcome.status == 0 && outcome.errors.isEmpty == note.isEmpty && (note.isEmpty || outcome.errors.contains(note)), "\(arguments) \(outcome.errors)")
    }
  }

  @Test func aTableOfPointsIsDrawn() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run(["embed", "--method", "pca", "-o", folder.path("map.csv")]).status == 0)
    #expect(try Command.run(["plot", "scatter", folder.path("map.csv"), "-o", folder.path("map.png")]).status == 0)
    #expect(try folder.data("map.png").count > 20_000)
    try folder.write("a,b\n1,2\n", to: "other.csv")
    let outcome = try Command.run(["plot", "scatter", folder.path("other.csv"), "-o", folder.path("map.png")])
    #expect(outcome.status == 65 && outcome.errors.contains("no column x of numbers"), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["weights", "moons", "--layer", "nothing"], 65, "no weights of a layer nothing; there are those of layer_in.weight"),
    (["features", "small", "--sample", "9"], 64, "there are 9 samples"), (["features", "small", "--layer", "fc9"], 65, "there are conv1"),
    (["weights", "moons", "--step", "7"], 65, "no checkpoints of step 7"), (["logits", "digits"], 64, "drawn from a run directory"),
    (["boundary", "small"], 64, "samples of two numbers"), (["samples", "moons"], 65, "are no images"), (["changes", "moons", "--weight", "50,0"], 64, "no place in layer_in.weight"),
    (["curves", "small/probe.safetensors"], 65, "probe"), (["curves", "nowhere.txt"], 66, "nowhere.txt"), (["weights", "moons", "blowup"], 64, "one source"),
    (["boundary", "moons", "--grid", "0"], 64, "--grid"), (["boundary", "moons", "--grid", "1e-7"], 64, "--grid"), (["weights"], 64, "source"),
    (["nonsense", "moons"], 64, "nonsense"), (["gradients", "small/activations/000001.safetensors"], 65, "there are no gradients"),
  ])
  func whatCannotBeDrawnIsSaid(arguments: [String], status: Int, message: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(["plot"] + arguments + ["-o", folder.path("p.png")], in: Self.runs.url)
    #expect(outcome.status == Int32(status) && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// Names of layers and classes from somebody else's files.
  @Test func hostileNamesAreOnlyText() throws {
    let folder = try TemporaryFolder()
    var description = RunDescription(recipe: "</title><script>alert(1)</script>")
    let name = "<svg onload=alert(1)>\"&\u{202E}\n"
    description.classNames = [name, "b"]
    description.layers = [.init(name, kind: name, outputShape: [2], parameters: [.init(name + ".weight", shape: [2, 2])])]
    let writer = try RunWriter(creating: folder.path("run"), description)
    for step in 0..<2 {
      let values = Tensor<Float>([0, 1, 2, Float(step)], shape: [2, 2])
      try writer.write(.checkpoint, step: step, [SnapshotEntry(name + ".weight", values)])
      try writer.write(.activations, step: step, [SnapshotEntry("logits", values)])
    }
    try writer.writeProbe(samples: .float(.zeros([2, 4, 4])), labels: [0, 1])
    for kind in ["weights", "filters", "changes", "samples", "logits", "layers", "dendrogram"] {
      let outcome = try Command.run(["plot", kind, folder.path("run"), "-o", folder.path("p.svg"), "--title", name])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try folder.text("p.svg").lowercased()
      #expect(!text.contains("<script") && text.components(separatedBy: "<svg").count == 2 && !text.contains("<svg onload"))
    }
  }
}
