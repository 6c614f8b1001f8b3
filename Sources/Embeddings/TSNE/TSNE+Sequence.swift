public import Tensors

extension TSNE {
  /// How the maps of a sequence are held together.
  public struct Continuity: Sendable, Hashable {
    /// The iterations for each map after the first.
    public var iterations = 250
    /// λ, how firmly a point is tied to its place in the map before: 0 does not hold it.
    public var tie: Float = 0.1

    public init() {}
  }

  /// Maps of the same points at moments that follow each other, such as what a network makes of its samples at each step of its training.
  ///
  /// The first map is made as ``fit(_:progress:resuming:)-`` makes it. Each other one starts at the map before, without exaggeration, and is
  /// tied to it by a term of the objective, λ / (2n) Σ_i |y_i[t] - y_i[t-1]|²: points move where their neighbours changed, and stay where
  /// they did not. Rauber, Falcão and Telea, "Visualizing time-dependent data using dynamic t-SNE" (EuroVis 2016), whose term sums over all
  /// moments at once; here each map is done before the next begins, so that memory holds two.
  ///
  /// Complexity: for each map that of ``fit(_:progress:resuming:)-`` with fewer iterations.
  /// - Parameters:
  ///   - data: The points at a moment [points, columns]; as many at each. Called once for each, in order.
  ///   - visit: Given each map as it is made [points, dimensions], with its divergence, in which the tie does not count.
  /// - Throws: ``TSNEError`` as for one map, or where λ is negative, and what `data` and `visit` throw.
  public func fit(
    sequenceOf count: Int, continuity: Continuity = Continuity(), data: (_ moment: Int) throws -> Tensor<Float>,
    visit: (_ moment: Int, _ result: TSNEResult) throws -> Void
  ) throws {
    guard continuity.tie >= 0, continuity.tie.isFinite else {
      throw TSNEError.invalid(setting: "tie", reason: "must be 0 or more, not \(continuity.tie)")
    }
    guard continuity.iterations >= 0 else { throw TSNEError.invalid(setting: "iterations", reason: "must not be negative") }
    var settings = self
    (settings.earlyIterations, settings.iterations) = (0, continuity.iterations)
    var previous: Tensor<Float>?
    for moment in 0..<count {
      let points = try data(moment)
      let result: TSNEResult
      if let previous {
        precondition(points.shape[0] == previous.shape[0], "\(points.shape[0]) points after \(previous.shape[0])")
        settings.initialization = .given(previous)
        result = try settings.fit(points, tie: continuity.tie > 0 ? Tie(places: previous, strength: continuity.tie) : nil)
      } else {
        result = try fit(points)
      }
      try visit(moment, result)
      previous = result.embedding
    }
  }
}
