public import Networks

/// How a training runs, beside the network, the data, the loss and the optimiser.
public struct TrainingSettings: Sendable {
  public var epochs = 1
  /// Samples in a batch; the last one of an epoch has what is left. Nil: all samples in one.
  public var batchSize: Int? = 32
  public var learningRate = 1e-3
  /// How the rate changes from step to step.
  public var schedule = LearningRateSchedule.constant
  /// What limits the gradients before an update; nil: nothing does.
  public var clipping: GradientClipping?
  public var order = SampleOrder.shuffled
  /// What the order of the samples and dropout start from. The network's weights have a seed of their own.
  public var seed: UInt64 = 42
  public var nonFinite = NonFinitePolicy.goOn
  /// Ends the training when the validation loss has not gone down for this many epochs; nil: never.
  public var patience: Int?
  /// Samples in a batch where nothing is learned. Nil: up to 500, but no more than keep the values of a pass near the caches.
  public var evaluationBatchSize: Int?

  public init() {}
}

/// What follows a loss that is infinite or no number.
public enum NonFinitePolicy: String, Sendable, CaseIterable {
  /// Nothing: the training goes to its end, as it would in PyTorch.
  case goOn = "continue"
  /// The training ends.
  case stop
}
