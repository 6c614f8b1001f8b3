public import Tensors

/// A map and how it came about.
public struct TSNEResult: Sendable {
  /// A part of the work and how long it took.
  public struct Timing: Sendable, Hashable {
    public var stage: String
    public var seconds: Double
  }

  /// Shape [n, dimensions], centred.
  public var embedding: Tensor<Float>
  /// The Kullback-Leibler divergence of the map from the affinities, in nats, with the gradient method's normaliser.
  public var klDivergence: Double
  /// Those of both phases.
  public var iterationsRun: Int
  /// Whether fewer iterations were run than planned, since the callback asked for it or nothing moved any more.
  public var stoppedEarly: Bool
  /// The one used, never `.automatic`.
  public var gradient: GradientMethod
  /// The one used, lowered if there were too few points.
  public var perplexity: Double
  /// Of the early and of the main phase.
  public var learningRates: [Float]
  public var affinities: Affinities
  public var warnings: [String]
  public var timings: [Timing]
}

/// What a progress callback is told.
public struct TSNEProgress {
  public enum Stage: String, Sendable, CaseIterable {
    case neighbors, affinities, initialization, earlyExaggeration, optimization
  }

  public var stage: Stage
  /// Iterations done of `total`, both phases together.
  public var iteration: Int
  public var total: Int
  /// Of the map before the last iteration; nil before there is one.
  public var klDivergence: Double?
  /// Since the beginning.
  public var seconds: Double
  /// The optimisation's state, to be saved; nil before there is one. Not to be kept beyond the callback.
  public var state: (() -> TSNEState)?
}
