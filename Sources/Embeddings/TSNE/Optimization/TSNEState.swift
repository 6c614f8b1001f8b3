public import Tensors

/// All that t-SNE's optimisation carries from one iteration to the next, so that it can go on later as if nothing had happened.
public struct TSNEState: Sendable {
  /// How many iterations are done, those of the early phase included.
  public var iteration: Int
  /// The points' numbers in the order in which the arrays below hold them. Shape [n].
  public var order: Tensor<Int32>
  /// The map, not yet centred. Shape [n, dimensions].
  public var points: Tensor<Float>
  /// What was last added to the map. Shape [n, dimensions].
  public var update: Tensor<Float>
  /// The step sizes' factors. Shape [n, dimensions].
  public var gains: Tensor<Float>
  /// The mean of the points. Shape [dimensions].
  public var center: Tensor<Float>
  /// What the repulsion's method remembers: for the grid its spacing, columns and rows. A zero if nothing.
  public var repulsion: Tensor<Float>
  /// Tells whether the affinities and the settings are those that the state belongs to.
  public var fingerprint: Int

  public init(
    iteration: Int, order: Tensor<Int32>, points: Tensor<Float>, update: Tensor<Float>, gains: Tensor<Float>, center: Tensor<Float>,
    repulsion: Tensor<Float>, fingerprint: Int
  ) {
    self.iteration = iteration
    self.order = order
    self.points = points
    self.update = update
    self.gains = gains
    self.center = center
    self.repulsion = repulsion
    self.fingerprint = fingerprint
  }

  /// Whether the arrays fit one another and `count` points in so many dimensions, and the order holds every point once.
  func fits(count: Int, dimensions: Int) -> Bool {
    let shape: Shape = [count, dimensions]
    guard order.shape == [count], points.shape == shape, update.shape == shape, gains.shape == shape, center.shape == [dimensions]
    else { return false }
    var seen = [Bool](repeating: false, count: count)
    for number in order.scalars {
      guard number >= 0, Int(number) < count, !seen[Int(number)] else { return false }
      seen[Int(number)] = true
    }
    return points.scalars.allSatisfy(\.isFinite) && update.scalars.allSatisfy(\.isFinite) && gains.scalars.allSatisfy(\.isFinite)
  }
}
