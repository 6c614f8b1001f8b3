import Foundation
import Formats
import Tensors
import Testing

@testable import Training

/// What is written into a run directory, and when it is refused.
struct RunWriterTests {
  static func description() -> RunDescription {
    var description = RunDescription(recipe: "moons")
    description.seeds = [("weights", 42), ("data", .max)]
    description.options = [("learning-rate", .number(0.01)), ("epochs", .integer(200))]
    description.inputShape = [2]
    description.layers = [
      RunDescription.Layer(
        "l1", kind: "Linear", outputShape: [3],
        parameters: [RunDescription.Parameter("l1.weight", shape: [3, 2]), RunDescription.Parameter("l1.bias", shape: [3])]),
      RunDescription.Layer("relu", kind: "ReLU", outputShape: [3]),
    ]
    description.classNames = ["upper", "lower"]
    description.probeCount = 4
    return description
  }

  @Test func theFilesStandWhereTheLayoutSays() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.file("a/b/run"), Self.description())
    let weight = Tensor<Float>([1, 2, 3, 4, 5, 6], shape: [3, 2])
    try writer.write(.checkpoint, step: 0, [SnapshotEntry("l1.weight", weight), SnapshotEntry("l1.weight.grad", weight)])
    try writer.write(.checkpoint, step: 1_234_567, [SnapshotEntry("l1.weight", weight)])
    try writer.write(.activations, step: 12, [SnapshotEntry("l1", weight)])
    try writer.write(.resumePoint, step: 12, [SnapshotEntry("moment", .int(Tensor([1])))], notes: [("epoch", "3")])
    try writer.writeProbe(samples: .uint8(Tensor([1, 2, 3, 4], shape: [2, 2])), labels: [1, 0])
    try writer.metrics().append(MetricsRow(step: 0, epoch: 0, split: "train", loss: 0.5))
    try writer.values(.trainLoss).append(0.5)
    #expect(
      directory.contents == [
        "activations/000012.safetensors", "checkpoints/000000.safetensors", "checkpoints/1234567.safetensors", "metrics.csv",
        "probe.safetensors", "resume/000012.safetensors", "run.json", "train_loss.txt",
      ].map { "a/b/run/" + $0 })
  }

  /// The values of the moment are kept, not a name for memory that goes on changing.
  @Test func snapshotsAreCopies() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.file("run"), RunDescription())
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 6)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0)
    for step in 0..<5 {
      for index in memory.indices { memory[index] = Float(step * 10 + index) }
      try writer.write(.checkpoint, step: step, [SnapshotEntry("w", shape: [2, 3], UnsafeBufferPointer(memory))])
    }
    let run = try RunDirectory(directory.file("run"))
    #expect(try run.steps(.checkpoint) == [0, 1, 2, 3, 4])
    for step in 0..<5 {
      let values = try run.snapshot(.checkpoint, step: step).values("w")
      #expect(values.shape == [2, 3])
      #expect(values.scalars == (0..<6).map { Float(step * 10 + $0) })
    }
  }

  @Test func whatIsThereIsNotOverwritten() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("run")
    let writer = try RunWriter(creating: path, RunDescription(recipe: "first"))
    try writer.write(.checkpoint, step: 3, [])
    try writer.metrics().append(MetricsRow(step: 0, epoch: 0, split: "train", loss: 0.5))
    let before = directory.contents
    let error = fileError { try RunWriter(creating: path, RunDescription()) }
    #expect(error?.kind == .cannotCreate && error?.path == path)
    #expect(error?.hint?.contains("--resume") == true && error?.hint?.contains("--overwrite") == true)
    #expect(directory.contents == before)
  }

  @Test func overwritingRemovesOnlyWhatARunWrote() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("run")
    let writer = try RunWriter(creating: path, RunDescription(recipe: "first"))
    try writer.write(.checkpoint, step: 3, [])
    try writer.write(.activations, step: 3, [])
    try writer.values(.validationAccuracy).append(1)
    let foreign = [
      "run/notes.md", "run/checkpoints/best.safetensors", "run/checkpoints/3.pt", "run/activations.zip", "run/other/000001.safetensors",
      "run/loss.txt", "run/.hidden",
    ]
    let own = [
      "run/events.out.tfevents.1.host", "run/.run.json.tmp-1-x", "run/checkpoints/.000004.safetensors.tmp-12-abc", "run/metrics.csv",
    ]
    for name in foreign + own { try directory.write("x", to: name) }
    _ = try RunWriter(creating: path, RunDescription(recipe: "second"), overwrite: true)
    #expect(directory.contents == (foreign + ["run/run.json"]).sorted())
    #expect(!Folder.exists(directory.file("run/activations")))
    #expect(try RunDirectory(path).description?.recipe == "second")
  }

  @Test(arguments: [false, true])
  func aFolderOfSomethingElseIsLeftAlone(overwrite: Bool) throws {
    let directory = try TemporaryDirectory()
    for name in ["other/thesis.tex", "theirs/checkpoints/000001.safetensors"] {
      try directory.write("x", to: name)
      let path = directory.file(String(name.prefix { $0 != "/" }))
      let error = fileError { try RunWriter(creating: path, RunDescription(), overwrite: overwrite) }
      #expect(error?.kind == .cannotCreate && error?.path == path)
      #expect(try directory.text(name) == "x")
    }
  }

  @Test func anEmptyFolderIsTaken() throws {
    let directory = try TemporaryDirectory()
    _ = try RunWriter(creating: directory.path, RunDescription())
    #expect(directory.contents == ["run.json"])
  }

  @Test func whereNothingCanBeWrittenIsSaidAtOnce() throws {
    let directory = try TemporaryDirectory()
    try directory.write("x", to: "file")
    for path in [directory.file("file"), directory.file("file/run"), "/proc/run"] {
      let error = fileError { try RunWriter(creating: path, RunDescription()) }
      #expect(error?.kind == .cannotCreate, "\(path): \(String(describing: error))")
    }
    try FileManager.default.createDirectory(atPath: directory.file("closed"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o555])
    if geteuid() != 0 {
      #expect(fileError { try RunWriter(creating: directory.file("closed"), RunDescription()) }?.kind == .cannotCreate)
      #expect(fileError { try RunWriter(creating: directory.file("closed/run"), RunDescription()) }?.kind == .cannotCreate)
    }
  }

  @Test func twoTensorsOfOneNameAreRefused() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.path, RunDescription())
    let entry = SnapshotEntry("w", Tensor<Float>([1]))
    #expect(fileError { try writer.write(.checkpoint, step: 0, [entry, entry]) }?.kind == .badData)
    #expect(directory.contents == ["run.json"])
  }

  // MARK: - Going on

  @Test func goingOnRemovesWhatCameAfter() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.path, Self.description())
    let metrics = try writer.metrics(others: ["norm"])
    for step in stride(from: 0, through: 50, by: 10) {
      try metrics.append(
        MetricsRow(step: step, epoch: step / 20, split: "train", loss: Float(step) + 0.1, accuracy: 0.5, learningRate: 1e-3, others: [nil]),
        MetricsRow(step: step, epoch: step / 20, split: "valid", loss: .nan, others: [.infinity]))
      for kind in SnapshotKind.allCases { try writer.write(kind, step: step, [SnapshotEntry("w", Tensor<Float>([Float(step)]))]) }
    }
    let losses = try writer.values(.trainLoss)
    for epoch in 0..<5 { try losses.append(Float(epoch) / 3) }
    try directory.write("x", to: ".probe.safetensors.tmp-9-z")
    try directory.write("x", to: "resume/.000060.safetensors.tmp-9-z")
    try directory.write("x", to: "resume/mine.txt")

    let resumed = try RunWriter(resuming: directory.path, after: 20)
    #expect(
      directory.contents == (["metrics.csv", "resume/mine.txt", "run.json", "train_loss.txt"]
        + SnapshotKind.allCases.flatMap { kind in ["000000", "000010", "000020"].map { "\(kind.folder)/\($0).safetensors" } }).sorted())
    #expect(
      try directory.text("metrics.csv") == """
        step,epoch,split,loss,accuracy,learning_rate,norm
        0,0,train,0.1,0.5,0.001,
        0,0,valid,NaN,,,Infinity
        10,0,train,10.1,0.5,0.001,
        10,0,valid,NaN,,,Infinity
        20,1,train,20.1,0.5,0.001,
        20,1,valid,NaN,,,Infinity

        """)
    try resumed.values(.trainLoss, keeping: 2).append(7)
    #expect(try directory.text("train_loss.txt") == "0.0\n0.33333334\n7.0\n")
    try resumed.metrics(others: ["norm"]).append(MetricsRow(step: 30, epoch: 1, split: "train", loss: 1, others: [2]))
    #expect(try directory.text("metrics.csv").hasSuffix("\n30,1,train,1.0,,,2.0\n"))
    #expect(fileError { try resumed.metrics(others: ["other"]) }?.kind == .badData)
  }

  @Test func nothingIsNoRunToGoOnWith() throws {
    let directory = try TemporaryDirectory()
    #expect(fileError { try RunWriter(resuming: directory.path, after: 0) }?.kind == .cannotRead)
  }

  /// What a full disk or a killed program leaves of a line is cut off.
  @Test func halfALineIsCutOff() throws {
    let directory = try TemporaryDirectory()
    let writer = try RunWriter(creating: directory.path, RunDescription())
    try writer.metrics().append(MetricsRow(step: 1, epoch: 0, split: "train", loss: 2))
    let whole = try directory.text("metrics.csv")
    try directory.write(whole + "2,0,tra", to: "metrics.csv")
    #expect(try RunDirectory(directory.path).metrics()?.rows.map(\.step) == [1])
    _ = try writer.metrics()
    #expect(try directory.text("metrics.csv") == whole)
  }
}
