import Foundation
import Tensors
import Testing

@testable import Formats
@testable import Training

/// What is read from a run directory, and what is said of one that is damaged.
struct RunDirectoryTests {
  @Test func theDescriptionIsReadBack() throws {
    let directory = try TemporaryDirectory()
    let written = RunWriterTests.description()
    _ = try RunWriter(creating: directory.path, written)
    let read = try #require(try RunDirectory(directory.path).description)
    #expect(read.recipe == "moons" && read.inputShape == [2] && read.probeCount == 4)
    #expect(read.seeds.map(\.name) == ["weights", "data"] && read.seeds.map(\.value) == [42, .max])
    #expect(read.options.map(\.name) == ["learning-rate", "epochs"] && read.options[0].value.double == 0.01)
    #expect(read.versions.map(\.name) == ["fathom"] && read.versions.map(\.value) == [fathomVersion])
    #expect(read.layers == written.layers)
    #expect(read.classNames == ["upper", "lower"])
    _ = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: directory.file("run.json"))))
  }

  @Test func aShortDescriptionWillDo() throws {
    let directory = try TemporaryDirectory()
    try directory.write("{\"classes\": null, \"layers\": [{\"name\": \"l1\", \"mine\": 3}], \"anything\": [1, 2]}", to: "run.json")
    let read = try #require(try RunDirectory(directory.path).description)
    #expect(read.classNames == nil && read.seeds.isEmpty && read.layers.map(\.name) == ["l1"])
  }

  @Test(arguments: [
    ("[]", "an object"), ("{\"recipe\": 3}", "\"recipe\""), ("{\"layers\": {}}", "\"layers\""), ("{\"layers\": [{}]}", "\"name\" is missing"),
    ("{\"layers\": [3]}", "an object"), ("{\"layers\": [{\"name\": \"a\", \"parameters\": [{\"name\": \"w\"}]}]}", "\"shape\" is missing"),
    ("{\"layers\": [{\"name\": \"a\", \"output_shape\": [-1]}]}", "output_shape"), ("{\"classes\": [1]}", "classes"),
    ("{\"seeds\": {\"a\": -1}}", "\"a\""), ("{\"seeds\": [1]}", "seeds"), ("{\"probe_count\": -3}", "probe_count"), ("{", "a key"), ("", "no JSON"),
    ("{\"input_shape\": [1.5]}", "input_shape"), ("{\"versions\": {\"torch\": 2}}", "torch"),
  ])
  func aDamagedDescriptionIsNamed(text: String, word: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "run.json")
    let error = fileError { try RunDirectory(directory.path) }
    #expect(error?.kind == .badData && error?.path == directory.file("run.json"))
    #expect(error?.reason.contains(word) == true, "\(String(describing: error))")
  }

  @Test func whatIsNoRunIsSaidSo() throws {
    let directory = try TemporaryDirectory()
    #expect(fileError { try RunDirectory(directory.path) }?.kind == .cannotRead)
    #expect(fileError { try RunDirectory(directory.file("none")) }?.kind == .cannotRead)
    try directory.write("x", to: "file")
    #expect(!RunDirectory.isRun(directory.file("file")))
  }

  private func write(_ arrays: [NamedArray], to path: String) throws {
    try Folder.create(path.directoryPath)
    let output = try OutputFile(path)
    try SafetensorsWriter.write(arrays, to: output)
    try output.commit()
  }

  /// No run.json, other scalars, names of steps without zeros: what somebody else's training script may write.
  @Test func aRunOfSomebodyElsesIsRead() throws {
    let directory = try TemporaryDirectory()
    let weight = NumericArray.double(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2]))
    for step in [0, 100, 20] {
      try write(
        [
          NamedArray("net.0.weight", weight), NamedArray("net.0.weight.grad", weight), NamedArray("net.0.bias", .double(Tensor([Double(step)]))),
          NamedArray("scale", .float(Tensor([1]))),
        ], to: directory.file("checkpoints/\(step).safetensors"))
    }
    try directory.write("x", to: "checkpoints/readme.txt")
    try write(
      [NamedArray("samples", .float(Tensor([1, 2, 3, 4], shape: [2, 2]))), NamedArray("labels", .uint8(Tensor([1, 0])))],
      to: directory.file("probe.safetensors"))
    let run = try RunDirectory(directory.path)
    #expect(run.description == nil)
    #expect(try run.steps(.checkpoint) == [0, 20, 100])
    #expect(try run.snapshot(.checkpoint).step == 100)
    #expect(try run.snapshot(.checkpoint, step: 20).values("net.0.bias").scalars == [20])
    #expect(try run.snapshot(.checkpoint, step: 20).valueNames == ["net.0.weight", "net.0.bias", "scale"])
    #expect(
      try run.layers() == [
        RunDescription.Layer(
          "net.0", kind: nil, outputShape: nil,
          parameters: [RunDescription.Parameter("net.0.weight", shape: [3, 2]), RunDescription.Parameter("net.0.bias", shape: [1])]),
        RunDescription.Layer("scale", kind: nil, outputShape: nil, parameters: [RunDescription.Parameter("scale", shape: [1])]),
      ])
    let probe = try #require(try run.probe())
    #expect(probe.samples.shape == [2, 2] && probe.labels == [1, 0])
    #expect(try run.metrics() == nil)
  }

  @Test func missingStepsAndTensorsAreAnsweredWithWhatThereIs() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.path, RunDescription())
    for step in 0..<30 { try writer.write(.checkpoint, step: step, [SnapshotEntry("w", Tensor<Float>([1]))]) }
    let run = try RunDirectory(directory.path)
    let step = fileError { try run.snapshot(.checkpoint, step: 99) }
    #expect(step?.kind == .badData && step?.reason.contains("0, 1, 2, ... 29 (30 steps)") == true, "\(String(describing: step))")
    #expect(fileError { try run.snapshot(.activations) }?.reason.contains("activations") == true)
    let tensor = fileError { try run.snapshot(.checkpoint).values("v") }
    #expect(tensor?.reason.contains("there are w") == true)
  }

  @Test func damagedFilesAreNamed() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.path, RunDescription())
    try writer.write(.checkpoint, step: 0, [SnapshotEntry("w", Tensor<Float>([1, 2, 3]))])
    let file = directory.file("checkpoints/000000.safetensors")
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    let run = try RunDirectory(directory.path)
    for data in [whole.dropLast(5), Data(), Data("version https://git-lfs".utf8)] {
      try data.write(to: URL(fileURLWithPath: file))
      let error = fileError { try run.snapshot(.checkpoint, step: 0) }
      #expect(error?.kind == .badData && error?.path == file)
    }
    for (name, text) in [("probe.safetensors", "nothing"), ("metrics.csv", "a,b\n1,2\n"), ("metrics.csv", "step,loss\n1,2\nx,3\n")] {
      try directory.write(text, to: name)
      let error = fileError { name == "metrics.csv" ? try run.metrics().map { _ in } : try run.probe().map { _ in } }
      #expect(error?.kind == .badData && error?.path == directory.file(name), "\(text): \(String(describing: error))")
    }
  }

  @Test(arguments: [
    [NamedArray("samples", .float(Tensor([1, 2], shape: [2, 1]))), NamedArray("labels", .int(Tensor([1])))],
    [NamedArray("samples", .float(Tensor([1, 2], shape: [2, 1]))), NamedArray("labels", .float(Tensor([1, 0.5])))],
    [NamedArray("samples", .float(Tensor([1], shape: [])))], [NamedArray("images", .float(Tensor([1, 2], shape: [2, 1])))],
  ])
  func aProbeThatDoesNotFitIsRefused(arrays: [NamedArray]) throws {
    let directory = try TemporaryDirectory()
    _ = try RunWriter(creating: directory.path, RunDescription())
    try write(arrays, to: directory.file("probe.safetensors"))
    let error = fileError { try RunDirectory(directory.path).probe() }
    #expect(error?.kind == .badData && error?.path == directory.file("probe.safetensors"))
  }

  @Test func metricsAreReadBack() throws {
    let directory = try TemporaryDirectory()
    let rows = [
      MetricsRow(step: 0, epoch: 0, split: "train", loss: 0.6931472, accuracy: 0.5, learningRate: 0.01, others: [1]),
      MetricsRow(step: 20_000_001, epoch: 3, split: "valid", loss: 62_188.4, accuracy: 1, learningRate: 1e-5, others: [-2.5]),
    ]
    let writer = try RunWriter(creating: directory.path, RunDescription())
    let log = try writer.metrics(others: ["norm"])
    let run = try RunDirectory(directory.path)
    #expect(try run.metrics()?.rows == [])
    for row in rows { try log.append(row) }
    let table = try #require(try run.metrics())
    #expect(table.rows == rows && table.others == ["norm"])
    try log.append(MetricsRow(step: 1, epoch: 0, split: "train", loss: .infinity, others: [nil]))
    let last = try #require(try run.metrics()?.rows.last)
    #expect(last.loss == .infinity && last.accuracy == nil && last.others == [nil])
  }
}
