public import Formats
internal import Networks
internal import Tensors

/// A recipe at work in a run directory: `analyze train`, without the command line.
public final class TrainingRun {
  public let recipe: any Recipe.Type
  public let options: RecipeOptions
  public let trainer: Trainer
  /// Steps that the whole training takes, unless something ends it before.
  public var stepCount: Int { options.epochs * trainer.stepsInEpoch }

  private let parts: RecipeParts

  /// What a training starts from beside its options, each from a file of one's own.
  public struct Given {
    /// The weights to begin with, all of them.
    public var weights: [NamedArray]?
    /// The samples in the order in which batches take them.
    public var batches: [NamedArray]?

    public init(weights: [NamedArray]? = nil, batches: [NamedArray]? = nil) {
      self.weights = weights
      self.batches = batches
    }
  }

  /// Whether the order of the samples comes from a file.
  private let hasGivenBatches: Bool

  /// Makes network and data, and looks at them.
  public init(_ recipe: any Recipe.Type, _ options: RecipeOptions, given: Given = Given()) throws {
    self.recipe = recipe
    self.options = options
    let optimizer = try options.makeOptimizer()
    var parts = try recipe.prepare(options)
    var settings = options.settings
    if let batches = given.batches { try GivenBatches(batches).apply(to: &parts, &settings) }
    trainer = try Trainer(
      parts.network, on: parts.training, validation: parts.validation, loss: parts.loss, optimizer: optimizer,
      settings: settings)
    if let weights = given.weights {
      try parts.network.load(
        Dictionary(weights.map { ($0.name, $0.values.floats()) }, uniquingKeysWith: { first, _ in first }))
    }
    self.parts = parts
    hasGivenBatches = given.batches != nil
    trainer.settings.schedule = ScheduleName.schedule(options.schedule, stepCount: stepCount) ?? .constant
    // Here, since a mistake should show before a directory is made or replaced.
    _ = try Recorder.parameters(of: parts.network, layers: plan.layers)
  }

  /// What the recording does with the recipe's own choices filled in.
  private var plan: RecordingPlan {
    var plan = RecordingPlan()
    plan.contents = options.recorded
    plan.every = options.recordEvery
    plan.layers = options.layers.map { $0 == ["all"] ? nil : $0 } ?? parts.recordedLayers
    plan.activations = parts.activations
    plan.resumeEvery = options.resumeEvery
    return plan
  }
}

// MARK: - The run directory

extension TrainingRun {
  /// Begins a run at `path` and has it recorded.
  /// - Parameter overwrite: Whether a run that is there is replaced.
  public func begin(at path: String, overwrite: Bool = false) throws {
    let writer = try RunWriter(creating: path, description, overwrite: overwrite)
    trainer.observers.append(try Recorder(writer, plan, probe: parts.probe, for: trainer))
    if options.tensorBoard != .off { trainer.observers.append(try EventRecorder(writer, options.tensorBoard)) }
  }

  /// Goes on with the run at `path` from its last resume point, or that of `step`, and has it recorded. All that was written
  /// after that point is written again. A run that ended before its first point begins anew.
  /// - Returns: The step that it goes on from; 0 where it begins anew.
  @discardableResult
  public func resume(at path: String, step: Int? = nil) throws -> Int {
    let run = try RunDirectory(path)
    if (run.description?.options.contains { $0.name == RecipeOptions.batchesName } ?? false) != hasGivenBatches {
      let words = hasGivenBatches ? ("none", "a file") : ("a file", "none")
      throw RecipeError.differs(option: "batches", recorded: words.0, asked: words.1)
    }
    if step == nil, try run.steps(.resumePoint).isEmpty {
      try begin(at: path, overwrite: true)
      return 0
    }
    let point = try run.snapshot(.resumePoint, step: step)
    try ResumePoint.restore(trainer, from: point)
    let writer = try RunWriter(resuming: path, after: point.step)
    try writer.describe(description)
    trainer.observers.append(try Recorder(writer, plan, probe: parts.probe, for: trainer))
    if options.tensorBoard != .off {
      trainer.observers.append(try EventRecorder(writer, options.tensorBoard, resumingAfter: point.step))
    }
    return point.step
  }

  private var description: RunDescription {
    let network = parts.network
    var description = RunDescription(recipe: recipe.name)
    description.seeds = [("weights", options.seed), ("data", options.dataSeed)]
    description.options = options.values(of: recipe)
    if hasGivenBatches { description.options.append((RecipeOptions.batchesName, .text("file"))) }
    description.inputShape = network.graph[network.input].shape.withoutBatch.dimensions
    description.layers = Summary(network.graph).rows.filter { $0.kind != "Input" }.map { row in
      RunDescription.Layer(
        row.name, kind: row.kind, outputShape: row.outputShape.dimensions,
        parameters: row.parameters.compactMap { network.parameters.slot(named: $0) }
          .map { RunDescription.Parameter($0.name, shape: $0.shape.dimensions) })
    }
    description.classNames = parts.classNames
    if options.recorded.contains(.activations) { description.probeCount = parts.probe?.samples.shape.first }
    return description
  }
}

extension RecipeOptions {
  /// What a run's description lists where the order of the samples came from a file.
  static let batchesName = "batches"

  var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.epochs = epochs
    settings.batchSize = batchSize
    settings.learningRate = learningRate
    settings.seed = seed
    settings.clipping = clipNorm.map { .norm($0) }
    settings.nonFinite = nonFinite
    settings.patience = patience
    return settings
  }

  func makeOptimizer() throws(RecipeError) -> any Optimizer {
    let name = OptimizerName(rawValue: optimizer) ?? .adam
    guard momentum == 0 || name.takesMomentum else {
      throw .badValue(option: "momentum", value: "\(momentum)", expected: "nothing but 0 with \(name), which has moments of its own")
    }
    return name.optimizer(momentum: momentum, weightDecay: weightDecay)
  }

  /// The options of `recipe` that the run at `path` was begun with, as a basis for going on with it.
  public static func recorded(in path: String, for recipe: any Recipe.Type) throws -> RecipeOptions {
    let run = try RunDirectory(path)
    guard let description = run.description, description.recipe == recipe.name else {
      throw RecipeError.otherRecipe(recorded: run.description?.recipe ?? "none", asked: recipe.name)
    }
    var options = recipe.defaults
    for (name, value) in description.options where name != batchesName {
      do {
        try options.set(name, to: value, for: recipe)
      } catch {
        throw FileError(.badData, path: path + "/run.json", "\(error)", at: "option \(name)")
      }
    }
    return options
  }

  /// Changes an option of a run that is gone on with.
  /// - Throws: Also where the option would have to have been another from the beginning.
  public mutating func change(_ name: String, to value: JSON, for recipe: any Recipe.Type) throws(RecipeError) {
    let before = self
    try set(name, to: value, for: recipe)
    guard let field = Self.fields.first(where: { $0.name == name }), !field.mayChange else { return }
    let (recorded, asked) = (field.value(before), field.value(self))
    if recorded.line != asked.line { throw .differs(option: name, recorded: recorded.plain, asked: asked.plain) }
  }
}
