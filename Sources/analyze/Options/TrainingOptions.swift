import ArgumentParser
import Fathom

/// Where a run is written, and what is done about one that is there.
struct RunWritingOptions: ParsableArguments {
  @Option(name: .customLong("run"), help: ArgumentHelp("The run directory to write.", valueName: "folder")) var path: String
  @Flag(help: "Replace a run that is there.") var overwrite = false
  @Flag(help: "Go on with the run that is there, to the same bytes as if it had not been interrupted.") var resume = false
  @Option(help: ArgumentHelp("Go on from this step, one that resume/ in the run directory has. (default: the last)", valueName: "step"))
  var resumeStep: Int?

  var wantsResume: Bool { resume || resumeStep != nil }

  func validate() throws {
    if path.isEmpty || path == "-" { throw ValidationError("--run takes the name of a folder") }
    if overwrite, wantsResume { throw ValidationError("--overwrite begins anew and --resume goes on: give one") }
  }
}

/// How the network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Times that all samples are seen.", valueName: "n")) var epochs: Int?
  @Option(help: ArgumentHelp("Samples in a step.", valueName: "n|all")) var batchSize: String?
  @Option(help: ArgumentHelp("Step size of the optimiser.", valueName: "rate")) var learningRate: Double?
  @Option(help: "How the rate changes: constant, cosine, one-cycle, exponential:FACTOR or step:SIZE:FACTOR, by steps.")
  var schedule: String?
  @Option(help: ArgumentHelp("The most that the norm of all gradients may be.", valueName: "norm|off")) var clipNorm: String?
  @Option(help: "sgd, adam, adamw or rmsprop.") var optimizer: String?
  @Option(help: "Momentum, for sgd and rmsprop.") var momentum: Double?
  @Option(help: "Weight decay.") var weightDecay: Double?
  @Option(help: ArgumentHelp("End after so many epochs without a lower validation loss.", valueName: "epochs|off")) var patience: String?
  @Option(help: ArgumentHelp("When the loss is infinite or no number: continue, or stop.", valueName: "what")) var onNonfinite: String?
  @Option(help: ArgumentHelp("What weights, the order of samples and dropout start from.", valueName: "n")) var seed: UInt64?

  var given: [(name: String, value: JSON)] {
    .options(
      ("epochs", epochs.map { .integer($0) }), ("batch-size", batchSize.map { JSON(option: $0) }),
      ("learning-rate", learningRate.map { .number($0) }),
      ("schedule", schedule.map { .text($0) }), ("clip-norm", clipNorm.map { JSON(option: $0) }),
      ("optimizer", optimizer.map { .text($0) }),
      ("momentum", momentum.map { .number($0) }), ("weight-decay", weightDecay.map { .number($0) }),
      ("patience", patience.map { JSON(option: $0) }), ("on-nonfinite", onNonfinite.map { .text($0) }),
      ("seed", seed.map { .text("\($0)") }))
  }
}

/// What is trained, and on what.
struct SetupOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Samples to train on; for moons, in all three parts.", valueName: "n")) var samples: Int?
  @Option(help: ArgumentHelp("Samples to validate with (squares, mnist).", valueName: "n")) var validationSamples: Int?
  @Option(help: ArgumentHelp("What made data, and random parts of data, start from.", valueName: "n")) var dataSeed: UInt64?
  @Option(help: ArgumentHelp("Standard deviation of the noise (moons, squares).", valueName: "deviation")) var noise: Double?
  @Option(help: ArgumentHelp("Share of the units that dropout silences (mnist).", valueName: "share")) var dropout: Double?
  @Option(help: ArgumentHelp("Widths of the hidden linear layers, as 32,32.", valueName: "widths")) var hidden: String?
  @Option(help: ArgumentHelp("Begin with the weights in this safetensors or NPZ file.", valueName: "file")) var initialWeights: String?
  @Option(
    help: ArgumentHelp(
      "Take the samples in the order that this file has: training and perhaps validation, numbers of samples.", valueName: "file"))
  var batches: String?

  var given: [(name: String, value: JSON)] {
    .options(
      ("samples", samples.map { .integer($0) }), ("validation-samples", validationSamples.map { .integer($0) }),
      ("data-seed", dataSeed.map { .text("\($0)") }), ("noise", noise.map { .number($0) }), ("dropout", dropout.map { .number($0) }),
      ("hidden", hidden.map { .array([$0].elements.map { JSON(option: $0) }) }))
  }
}

/// What is kept of a training.
struct RecordingOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Any of weights, gradients, activations.", valueName: "what"))
  var record: [String] = []
  @Option(help: ArgumentHelp("Steps between two that are recorded.", valueName: "n")) var recordEvery: Int?
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Layers whose weights and gradients are recorded, or all.", valueName: "names"))
  var layers: [String] = []
  @Option(help: ArgumentHelp("Samples whose activations are recorded.", valueName: "n")) var probeSamples: Int?
  @Option(help: ArgumentHelp("Steps between two points to go on from.", valueName: "n")) var resumeEvery: Int?
  @Flag(help: "Also log losses, weights and gradients for TensorBoard, in the run directory; distributions at the end of each epoch.")
  var tensorboard = false
  @Option(help: ArgumentHelp("Log distributions at every n-th step instead; implies --tensorboard.", valueName: "n")) var tensorboardEvery: Int?

  var given: [(name: String, value: JSON)] {
    .options(
      ("record", record.isEmpty ? nil : .array(record.elements.map { .text($0) })), ("record-every", recordEvery.map { .integer($0) }),
      ("layers", layers.isEmpty ? nil : .array(layers.elements.map { .text($0) })),
      ("tensorboard", tensorboardEvery.map { .integer($0) } ?? (tensorboard ? .text("epoch") : nil)),
      ("probe-samples", probeSamples.map { .integer($0) }), ("resume-every", resumeEvery.map { .integer($0) }))
  }
}

extension [(name: String, value: JSON)] {
  /// Those that have a value.
  fileprivate static func options(_ options: (String, JSON?)...) -> [(name: String, value: JSON)] {
    options.compactMap { name, value in value.map { (name, $0) } }
  }
}

extension [String] {
  /// What stands between commas in any of them.
  fileprivate var elements: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}

extension JSON {
  /// A number where it is one, text otherwise.
  fileprivate init(option text: String) { self = Int(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? .text(text) }
}
