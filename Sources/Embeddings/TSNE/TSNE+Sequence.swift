public import Tensors

extension TSNE {
  /// How the maps of a sequence are held together.
  public struct Continuity: Sendable, Hashable {
    /// The iterations for each map after the first, in ``rounds`` rounds.
    public var iterations = 250
    public var rounds = 5
    /// After each round every point goes this share of the way back to its place in the map before: 0 does not hold it, 1 does not let it move.
    public var pull: Float = 0.1

    public init() {}
  }

  /// Maps of the same points at moments that follow each other, such as what a network makes of its samples at each step of its training.
  ///
  /// The first map is made as ``fit(_:progress:resuming:)-`` makes it. Each other one starts at the map before, without exaggeration, and is
  /// pulled towards it now and then: points move where their neighbours changed, and stay where they did not. Dynamic t-SNE (Rauber, Falcão
  /// and Telea, EuroVis 2016) has the same aim by a term in the objective; here the two are taken in turns, a step of each after the other.
  ///
  /// Complexity: for each map that of ``fit(_:progress:resuming:)-`` with fewer iterations.
  /// - Parameters:
  ///   - data: The points at a moment [points, columns]; as many at each. Called once for each, in order.
  ///   - visit: Given each map as it is made [points, dimensions].
  /// - Throws: ``TSNEError`` as for one map, and what `data` and `visit` throw.
  public func fit(
    sequenceOf count: Int, continuity: Continuity = Continuity(), data: (_ moment: Int) throws -> Tensor<Float>,
    visit: (_ moment: Int, _ map: Tensor<Float>) throws -> Void
  ) throws {
    precondition(continuity.rounds > 0 && continuity.iterations >= 0 && (0...1).contains(continuity.pull), "\(continuity)")
    var previous: Tensor<Float>?
    for moment in 0..<count {
      let points = try data(moment)
      let map: Tensor<Float>
      if let previous {
        precondition(points.shape[0] == previous.shape[0], "\(points.shape[0]) points after \(previous.shape[0])")
        map = try self.map(of: points, after: previous, continuity)
      } else {
        map = try fit(points).embedding
      }
      try visit(moment, map)
      previous = map
    }
  }

  private func map(of points: Tensor<Float>, after previous: Tensor<Float>, _ continuity: Continuity) throws -> Tensor<Float> {
    var settings = self
    settings.earlyIterations = 0
    var affinities: Affinities?
    var map = previous
    for round in 0..<continuity.rounds {
      settings.iterations = continuity.iterations * (round + 1) / continuity.rounds - continuity.iterations * round / continuity.rounds
      settings.initialization = .given(map)
      let result = try affinities.map { try settings.fit(affinities: $0) } ?? settings.fit(points)
      affinities = result.affinities
      map = result.embedding + (previous - result.embedding) * continuity.pull
    }
    return map
  }
}
