/// How long t-SNE's two phases are and how fast they go.
public struct OptimizationSchedule: Sendable, Hashable {
  public var name: String
  /// Iterations with early exaggeration.
  public var earlyIterations: Int
  /// Iterations after it.
  public var iterations: Int
  public var earlyMomentum: Float
  public var momentum: Float
  /// The main phase's automatic learning rate in units of n / exaggeration.
  public var learningRateFactor: Float

  /// openTSNE's: 250 and 500 iterations, momentum 0.8, learning rate n / exaggeration.
  public static let standard = OptimizationSchedule(
    name: "standard", earlyIterations: 250, iterations: 500, earlyMomentum: 0.8, momentum: 0.8, learningRateFactor: 1)

  /// A third of the iterations, with more momentum and twice the rate in the main phase: ends at a lower divergence and a wider map on the
  /// MNIST digits (70,000 and 10,000 points), with slightly fewer of the nearest neighbours' labels right.
  public static let fast = OptimizationSchedule(
    name: "fast", earlyIterations: 100, iterations: 150, earlyMomentum: 0.8, momentum: 0.95, learningRateFactor: 2)

  public static let all = [standard, fast]

  public init(
    name: String, earlyIterations: Int, iterations: Int, earlyMomentum: Float, momentum: Float, learningRateFactor: Float
  ) {
    self.name = name
    self.earlyIterations = earlyIterations
    self.iterations = iterations
    self.earlyMomentum = earlyMomentum
    self.momentum = momentum
    self.learningRateFactor = learningRateFactor
  }

  /// The schedule of that name, if there is one.
  public init?(named name: String) {
    guard let schedule = Self.all.first(where: { $0.name == name }) else { return nil }
    self = schedule
  }
}

/// A stretch of iterations with the same settings.
struct DescentPhase: Sendable, Hashable {
  var iterations: Int
  var exaggeration: Float
  var learningRate: Float
  var momentum: Float
}
