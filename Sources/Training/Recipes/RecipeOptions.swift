internal import Formats

/// All that a recipe lets one change. Each has its own defaults: those of the document that it follows.
public struct RecipeOptions: Sendable {
  public var epochs = 1
  /// Nil: all samples in one batch.
  public var batchSize: Int?
  public var learningRate = 1e-3
  /// `constant`, `cosine`, `one-cycle`, `exponential:FACTOR` or `step:SIZE:FACTOR`, all by steps.
  public var schedule = "constant"
  /// The most that the norm of all gradients may be; nil: anything.
  public var clipNorm: Double?
  /// `sgd`, `adam`, `adamw` or `rmsprop`.
  public var optimizer = "adam"
  public var momentum = 0.0
  public var weightDecay = 0.0
  /// What weights, the order of the samples and dropout start from.
  public var seed: UInt64 = 42
  /// What made data and random parts of data start from.
  public var dataSeed: UInt64 = 1234
  public var trainingCount = 0
  public var validationCount = 0
  /// The standard deviation of the noise in made data.
  public var noise = 0.0
  /// The share of the units that dropout silences.
  public var dropout = 0.0
  /// The widths of the hidden linear layers.
  public var hidden: [Int] = []
  /// Epochs without a lower validation loss before training ends; nil: it goes on.
  public var patience: Int?
  public var nonFinite = NonFinitePolicy.goOn
  public var recorded: Set<RecordingPlan.Content> = [.weights]
  /// Steps between two recorded ones.
  public var recordEvery = 1
  /// The layers whose weights and gradients are recorded; `["all"]` for all of them, nil for the recipe's own choice.
  public var layers: [String]?
  /// What is logged for TensorBoard.
  public var tensorBoard = TensorBoardLogging.off
  /// Steps between two points to go on from.
  public var resumeEvery = 500
  /// How many samples' activations are recorded.
  public var probeCount = 100

  public init() {}
}
