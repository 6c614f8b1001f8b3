public import Neighbors

/// t-distributed stochastic neighbour embedding: a map in few dimensions in which near neighbours stay together.
///
/// The defaults are openTSNE's: perplexity 30, PCA initialisation, 250 iterations with exaggeration 12 and 500 without, learning rate
/// n / exaggeration. Same data, settings and seed give the same bytes, whatever ``Parallel/threadCount`` is.
///
/// Complexity: the neighbours O(n² d), everything else O(n) an iteration by the interpolated gradient.
public struct TSNE: Sendable {
  public enum LearningRate: Sendable, Hashable {
    /// n / exaggeration of the phase, times what the schedule says.
    case automatic
    case value(Float)
  }

  /// Of the map: 1, 2 or 3; up to 64 with the exact gradient.
  public var dimensions = 2
  /// About how many neighbours count for each point. Lowered, with a warning, where there are fewer points than it needs.
  public var perplexity = 30.0
  public var metric = Metric.euclidean
  public var initialization = Initialization.pca
  public var schedule = OptimizationSchedule.standard
  public var earlyExaggeration: Float = 12
  /// In the main phase.
  public var exaggeration: Float = 1
  public var learningRate = LearningRate.automatic
  /// The longest move of a point in one iteration.
  public var maximumStep: Float = 5
  /// Of the map's Student distribution, as openTSNE counts them: 1 is the standard, less makes clusters finer.
  public var degreesOfFreedom: Float = 1
  public var gradient = GradientMethod.automatic
  /// Barnes-Hut's accuracy: a cell of side s at a distance d is one body if s / d < theta.
  public var theta: Float = 0.5
  public var seed: UInt64 = 42
  /// Progress is reported every so many iterations.
  public var progressInterval = 50
  /// Stop the main phase when the gradient's norm is below this. Nil: never.
  public var minimumGradientNorm: Float?
  /// Stop the main phase when the divergence has not fallen by 0.0001 for so many iterations, looked at every ``progressInterval``.
  /// Nil: never.
  public var iterationsWithoutProgress: Int?

  public init() {}

  public var earlyIterations: Int {
    get { schedule.earlyIterations }
    set { schedule.earlyIterations = newValue }
  }

  public var iterations: Int {
    get { schedule.iterations }
    set { schedule.iterations = newValue }
  }

  /// Both phases' settings for `count` points.
  func phases(count: Int) -> [DescentPhase] {
    func rate(_ exaggeration: Float, factor: Float) -> Float {
      switch learningRate {
      case .automatic: factor * Float(count) / exaggeration
      case .value(let value): value
      }
    }
    return [
      DescentPhase(
        iterations: schedule.earlyIterations, exaggeration: earlyExaggeration,
        learningRate: rate(earlyExaggeration, factor: 1), momentum: schedule.earlyMomentum),
      DescentPhase(
        iterations: schedule.iterations, exaggeration: exaggeration,
        learningRate: rate(exaggeration, factor: schedule.learningRateFactor), momentum: schedule.momentum),
    ]
  }
}
