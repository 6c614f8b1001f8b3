/// How well a network does on some samples.
public struct Score: Sendable, Hashable {
  /// The mean over the samples.
  public var loss: Float
  /// The share of samples whose largest logit is that of their label; nil where targets are no labels.
  public var accuracy: Float?
}

/// What is known after a step: one batch, forward, backward and the update.
public struct StepReport: Sendable, Hashable {
  /// How many steps have been made, this one included.
  public var step: Int
  /// Counts from 0.
  public var epoch: Int
  /// Of this batch, before the update.
  public var score: Score
  public var learningRate: Double
  /// Of the batch.
  public var sampleCount: Int
  /// How many samples of the epoch have been seen, and how many it has.
  public var samplesSeen: Int
  public var samplesInEpoch: Int
}

/// What is known after an epoch.
public struct EpochReport: Sendable, Hashable {
  /// How many steps have been made.
  public var step: Int
  /// Counts from 0.
  public var epoch: Int
  /// The mean over the epoch's batches as they were met, with dropout and weights that changed meanwhile.
  public var training: Score
  /// After the epoch; nil without validation samples.
  public var validation: Score?
  public var learningRate: Double
}

/// Why a training ended.
public enum TrainingEnd: String, Sendable, Hashable {
  /// All epochs are done.
  case finished
  /// The validation loss had not gone down for as long as `patience` allows.
  case noImprovement = "no-improvement"
  /// The loss was not finite, and was to end the training.
  case nonFiniteLoss = "nonfinite-loss"
  /// ``Trainer/shouldStop`` said so.
  case interrupted
}

/// What a training came to.
public struct TrainingResult: Sendable {
  public var end: TrainingEnd
  public var steps: Int
  /// Of the last epoch that was finished; nil before the first.
  public var lastEpoch: EpochReport?
  /// The first step whose loss was not finite.
  public var firstNonFiniteStep: Int?
}
