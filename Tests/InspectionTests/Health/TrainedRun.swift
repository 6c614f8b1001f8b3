import Datasets
import Formats
import Foundation
import Inspection
import Networks
import Tensors
import Training

/// A small training that is recorded whole, so that what is wrong with it is known: it was made so.
struct TrainedRun {
  var layers: [any Layer]
  var training: any SampleSource
  var validation: (any SampleSource)?
  var loss = Loss.crossEntropy
  var optimizer: any Optimizer = Adam()
  var settings = TrainingSettings()
  /// Changes the network after each step, to play an accident.
  var accident: ((_ step: Int, Network<Float>) throws -> Void)?

  /// Half moons, 300 to train on and 100 to validate with, and the layers between their two coordinates and two classes.
  static func moons(
    _ layers: any Layer..., optimizer: any Optimizer = Adam(), rate: Double = 0.01, epochs: Int = 60
  ) throws -> TrainedRun {
    let all = try Samples(.moons())
    let (training, validation) = (Array(0..<300), Array(300..<400))
    var run = TrainedRun(layers: layers, training: all.selecting(training), validation: all.selecting(validation))
    run.optimizer = optimizer
    (run.settings.epochs, run.settings.learningRate, run.settings.batchSize) = (epochs, rate, 300)
    return run
  }

  /// Trains, and gives the signs that are ill of themselves and what else was found.
  func findings() throws -> [Finding] { Checkup.findings(in: try evidence()) }

  func evidence() throws -> HealthEvidence {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-health-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let network = try Network<Float>(Sequential(layers), inputShape: training.sampleShape)
    let trainer = try Trainer(network, on: training, validation: validation, loss: loss, optimizer: optimizer, settings: settings)
    var plan = RecordingPlan()
    plan.contents = Set(RecordingPlan.Content.allCases)
    let names = Summary(network.graph).rows.filter { $0.kind != "Input" }
    plan.activations = names.map { ($0.name, $0.name) }
    var description = RunDescription()
    description.layers = names.map { RunDescription.Layer($0.name, kind: $0.kind, outputShape: nil) }
    if let accident { trainer.observers.append(Accident(happens: accident)) }
    trainer.observers.append(
      try Recorder(
        RunWriter(creating: folder, description), plan,
        probe: ProbeSamples(samples: Self.probe(of: training), labels: nil), for: trainer))
    try trainer.run()
    return try HealthEvidence(run: folder)
  }

  /// What is found in a recipe's run, and the training loss of each epoch.
  static func recipe(_ recipe: any Recipe.Type, _ change: (inout RecipeOptions) -> Void) throws -> (found: [Finding], losses: [Float]) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fathom-health-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = recipe.defaults
    change(&options)
    let run = try TrainingRun(recipe, options)
    try run.begin(at: folder)
    try run.trainer.run()
    let losses = try RunDirectory(folder).metrics()?.rows.filter { $0.split == "train" }.compactMap(\.loss) ?? []
    return (Checkup.findings(in: try HealthEvidence(run: folder)), losses)
  }

  private static func probe(of source: any SampleSource) -> Tensor<Float> {
    (source as? Samples)?.tensors(Array(0..<min(100, source.count))).inputs ?? .zeros(Shape([2] + source.sampleShape.dimensions))
  }

  private final class Accident: TrainingObserver {
    let happens: (Int, Network<Float>) throws -> Void
    init(happens: @escaping (Int, Network<Float>) throws -> Void) { self.happens = happens }
    func stepEnds(_ report: StepReport, _ trainer: Trainer) throws { try happens(report.step, trainer.network) }
  }
}

extension [Finding] {
  /// The signs that nothing else explains.
  var illnesses: Set<HealthSign> { Set(filter { $0.verdict == .ill }.map(\.sign)) }

  /// A line for each that is not healthy, for messages.
  var told: String {
    filter { $0.verdict != .healthy }.map { "\($0.sign.rawValue) \($0.layer) \($0.verdict) \($0.figure) since \($0.step ?? -1)" }
      .joined(separator: "\n")
  }
}
