/// Where a training stands between two steps, beside the parameters and what the optimiser keeps: all that it takes to go on with the
/// same numbers as if nothing had happened.
public struct TrainingState: Sendable, Hashable {
  /// Steps made so far.
  public var step = 0
  /// The epoch that the next step belongs to.
  public var epoch = 0
  /// How many samples of that epoch have been seen.
  public var samplesSeen = 0
  /// Sums over them.
  public var lossSum = 0.0
  public var correctCount = 0
  /// The lowest validation loss, and how many epochs ago it was.
  public var bestLoss = Double.infinity
  public var epochsSinceBest = 0
  public var firstNonFiniteStep: Int?
  /// Why no further step is to come, apart from an interruption.
  public var end: TrainingEnd?

  public init() {}
}
