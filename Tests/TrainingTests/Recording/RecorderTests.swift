import Formats
import Networks
import Tensors
import Testing

@testable import Training

/// What a run directory holds after a training.
@Suite(.serialized) struct RecorderTests {
  /// A small relative of the third document's network, recorded at every batch.
  private func train(_ plan: RecordingPlan, in directory: TemporaryDirectory, _ observer: (any TrainingObserver)? = nil) throws -> Trainer {
    var settings = TrainingSettings()
    settings.epochs = 2
    settings.batchSize = 100
    settings.learningRate = 0.01
    let trainer = try TrainerTests.moons(Adam(), settings)
    let (probe, labels) = (trainer.validation as! Samples).tensors([0, 1, 2])
    let writer = try RunWriter(creating: directory.file("run"), RunDescription())
    trainer.observers.append(
      try Recorder(writer, plan, probe: ProbeSamples(samples: probe, labels: labels.scalars.map { Int($0) }), for: trainer))
    if let observer { trainer.observers.append(observer) }
    try trainer.run()
    return trainer
  }

  /// Keeps copies of weights and gradients at each step.
  private final class Copies: TrainingObserver {
    var weights: [[Float]] = []
    var gradients: [[Float]] = []

    func stepEnds(_ report: StepReport, _ trainer: Trainer) throws {
      weights.append(try trainer.network.parameters.value("layer_hidden.weight").scalars)
      gradients.append(try trainer.network.parameters.gradient("layer_hidden.weight").scalars)
    }
  }

  /// The third document's own loop stores one and the same tensor at every step, so that its history shows no change.
  @Test func valuesAreThoseOfTheirStep() throws {
    let directory = try TemporaryDirectory()
    var plan = RecordingPlan()
    plan.contents = [.weights, .gradients]
    plan.layers = ["layer_hidden"]
    let copies = Copies()
    let trainer = try train(plan, in: directory, copies)
    let run = try RunDirectory(directory.file("run"))
    #expect(try run.steps(.checkpoint) == Array(0...6))
    var history: [[Float]] = []
    for step in 1...6 {
      let snapshot = try run.snapshot(.checkpoint, step: step)
      history.append(try snapshot.values("layer_hidden.weight").scalars)
      #expect(try snapshot.values("layer_hidden.weight.grad").scalars == copies.gradients[step - 1])
      if step < 6 { #expect(snapshot.valueNames == ["layer_hidden.weight", "layer_hidden.bias"]) }
    }
    #expect(history == copies.weights)
    for step in 1..<6 { #expect(history[step] != history[step - 1]) }
    // The first and the last state are there as a whole, the first without gradients.
    #expect(try run.snapshot(.checkpoint, step: 0).names == trainer.network.parameters.slots.map(\.name))
    #expect(try run.snapshot(.checkpoint, step: 6).valueNames == trainer.network.parameters.slots.map(\.name))
  }

  @Test func activationsAreThoseOfTheWeightsBeside() throws {
    let directory = try TemporaryDirectory()
    var plan = RecordingPlan()
    plan.contents = [.weights, .activations]
    plan.every = 2
    plan.activations = [("layer_in", "layer_in"), ("b", "b"), ("logits", "layer_out")]
    let trainer = try train(plan, in: directory)
    let run = try RunDirectory(directory.file("run"))
    #expect(try run.steps(.activations) == [0, 2, 4, 6])
    let probe = try #require(try run.probe())
    for step in [0, 4] {
      let checkpoint = try run.snapshot(.checkpoint, step: step)
      try trainer.network.load(
        Dictionary(uniqueKeysWithValues: try checkpoint.names.map { ($0, try checkpoint.values($0)) }))
      let values = try trainer.network.values(of: ["layer_in", "b", "layer_out"], for: probe.samples.floats())
      let activations = try run.snapshot(.activations, step: step)
      #expect(activations.names == ["layer_in", "b", "logits"])
      #expect(try activations.values("layer_in") == values["layer_in"]!)
      #expect(try activations.values("b") == values["b"]!)
      #expect(try activations.values("logits") == values["layer_out"]!)
    }
  }

  @Test func metricsAndListsSayTheSame() throws {
    let directory = try TemporaryDirectory()
    let log = Log()
    _ = try train(RecordingPlan(), in: directory, log)
    let table = try #require(try RunDirectory(directory.file("run")).metrics())
    #expect(table.rows.map(\.split) == ["batch", "batch", "batch", "train", "valid", "batch", "batch", "batch", "train", "valid"])
    #expect(table.rows.map(\.step) == [1, 2, 3, 3, 3, 4, 5, 6, 6, 6])
    #expect(table.rows.filter { $0.split == "batch" }.map(\.loss) == log.steps.map(\.score.loss))
    #expect(table.rows.filter { $0.split == "train" }.map(\.accuracy) == log.epochs.map(\.training.accuracy))
    #expect(table.rows.filter { $0.split == "valid" }.map(\.loss) == log.epochs.map { $0.validation?.loss })
    for (name, values) in [
      ("train_loss", log.epochs.map(\.training.loss)), ("train_acc", log.epochs.map { $0.training.accuracy! }),
      ("valid_loss", log.epochs.map { $0.validation!.loss }), ("valid_acc", log.epochs.map { $0.validation!.accuracy! }),
    ] {
      let lines = try directory.text("run/\(name).txt").split(separator: "\n")
      #expect(lines.map { Float($0) } == values)
    }
  }

  @Test func aLayerThatIsNotThereIsNamed() throws {
    var plan = RecordingPlan()
    plan.layers = ["layer_out", "no_such"]
    let directory = try TemporaryDirectory()
    #expect(throws: NetworkError.unknownNode("no_such", known: ["layer_in", "layer_hidden", "layer_out"])) {
      try train(plan, in: directory)
    }
  }
}
