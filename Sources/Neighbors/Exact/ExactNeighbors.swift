public import Tensors

/// Exact nearest neighbours by comparing all pairs, in blocks that stay in the cache.
///
/// The result does not depend on the number of threads. Every pair is scored once, quickly, with a bound on the rounding; the pairs that
/// may be among the nearest are then measured exactly (coordinate differences, not expanded squares), and those measures decide.
///
/// Complexity: O(n² d) time, O(n (k + d)) memory.
public struct ExactNeighbors: Sendable {
  public var metric: Metric
  /// The vector instructions to use.
  public var instructionSet: InstructionSet

  public init(metric: Metric = .euclidean, instructionSet: InstructionSet = .current) {
    self.metric = metric
    self.instructionSet = instructionSet
  }

  /// The k nearest neighbours of each point among the others. A point is not its own neighbour; its duplicates are, at distance 0.
  ///
  /// - Parameters:
  ///   - x: the points. Shape [n, d].
  ///   - k: at least 1; n - 1 if that is less.
  /// - Throws: ``NeighborError/notFinite(value:row:column:)``.
  public func graph(of x: Tensor<Float>, k: Int) throws(NeighborError) -> NeighborGraph {
    precondition(x.rank == 2, "points have shape [n, d], not \(x.shape)")
    precondition(k >= 1, "k must be at least 1, not \(k)")
    let count = x.shape[0]
    let width = min(k, max(count - 1, 0))
    let preparation = try Preparation([x], metric: metric)
    let points = preparation.sets[0]
    guard let groups = DuplicateGroups(points) else {
      let search = Search(points: points, unit: preparation.unit, metric: metric, instructionSet: instructionSet)
      return makeGraph(count: count, k: width) { search.run(mutualInto: $0) }
    }
    let places = points.gathered(groups.representatives)
    let search = Search(points: places, unit: preparation.unit, metric: metric, instructionSet: instructionSet)
    let found = makeGraph(count: groups.count, k: min(width + 1, groups.count)) {
      search.run(mutualInto: $0, excludingSelf: false)
    }
    return makeGraph(count: count, k: width) { groups.spread(found, into: $0) }
  }

  /// The k nearest references of each query.
  ///
  /// - Parameters:
  ///   - queries: shape [m, d].
  ///   - references: shape [n, d].
  ///   - k: at least 1; n if that is less.
  /// - Returns: m rows of indices of references.
  /// - Throws: ``NeighborError/notFinite(value:row:column:)``.
  public func graph(of queries: Tensor<Float>, in references: Tensor<Float>, k: Int) throws(NeighborError) -> NeighborGraph {
    precondition(
      queries.rank == 2 && references.rank == 2 && queries.shape[1] == references.shape[1],
      "queries [m, d] and references [n, d] need the same d, not \(queries.shape) and \(references.shape)")
    precondition(k >= 1, "k must be at least 1, not \(k)")
    let preparation = try Preparation([queries, references], metric: metric)
    let (queries, points) = (preparation.sets[0], preparation.sets[1])
    let groups = DuplicateGroups(points)
    let search = Search(
      queries: queries, references: groups.map { points.gathered($0.representatives) } ?? points, unit: preparation.unit,
      metric: metric, instructionSet: instructionSet)
    let found = makeGraph(count: queries.count, k: min(k, groups?.count ?? points.count)) { search.run(into: $0) }
    guard let groups else { return found }
    return makeGraph(count: queries.count, k: min(k, points.count)) { groups.expand(found, into: $0) }
  }

  /// The k nearest neighbours of some of the points among all others.
  ///
  /// - Parameters:
  ///   - rows: which points. The graph's rows stand in this order.
  ///   - x: the points. Shape [n, d].
  ///   - k: at least 1; n - 1 if that is less.
  /// - Throws: ``NeighborError/notFinite(value:row:column:)``.
  public func graph(ofRows rows: [Int], in x: Tensor<Float>, k: Int) throws(NeighborError) -> NeighborGraph {
    precondition(x.rank == 2, "points have shape [n, d], not \(x.shape)")
    let (count, dimensions) = (x.shape[0], x.shape[1])
    let queries = x.withUnsafeBufferPointer { x in
      Tensor<Float>(uninitialized: [rows.count, dimensions]) { queries in
        for (r, row) in rows.enumerated() {
          for k in 0..<dimensions { queries[r * dimensions + k] = x[row * dimensions + k] }
        }
      }
    }
    // One more than asked for, since the point finds itself.
    let width = min(k, max(count - 1, 0))
    let found = try graph(of: queries, in: x, k: k + 1)
    return makeGraph(count: rows.count, k: width) { output in
      found.indices.withUnsafeBufferPointer { indices in
        found.distances.withUnsafeBufferPointer { distances in
          for (r, row) in rows.enumerated() {
            let others = (r * found.k..<(r + 1) * found.k).filter { indices[$0] != Int32(row) }
            for j in 0..<width {
              output.indices[r * width + j] = indices[others[j]]
              output.distances[r * width + j] = distances[others[j]]
            }
          }
        }
      }
    }
  }

  /// The k nearest neighbours of each point among the others, from the distances between all of them.
  ///
  /// - Parameters:
  ///   - distances: row i holds those from point i; need not be symmetric, and what stands on the diagonal does not matter as long as
  ///     it is finite. Shape [n, n].
  ///   - k: at least 1; n - 1 if that is less.
  /// - Throws: ``NeighborError/notFinite(value:row:column:)``.
  public static func graph(precomputed distances: Tensor<Float>, k: Int) throws(NeighborError) -> NeighborGraph {
    precondition(
      distances.rank == 2 && distances.shape[0] == distances.shape[1],
      "distances between n points have shape [n, n], not \(distances.shape)")
    precondition(k >= 1, "k must be at least 1, not \(k)")
    _ = try Preparation.largestMagnitude(distances)
    let count = distances.shape[0]
    return makeGraph(count: count, k: min(k, max(count - 1, 0))) { output in
      distances.withUnsafeBufferPointer { searchMatrix($0, count: count, output: output) }
    }
  }
}

/// A graph whose rows `search` writes; nothing to search if there are no rows or no neighbours.
private func makeGraph(count: Int, k: Int, _ search: (Search.Output) -> Void) -> NeighborGraph {
  var distances: Tensor<Float>?
  let indices = Tensor<Int32>(uninitialized: [count, k]) { indices in
    distances = Tensor<Float>(uninitialized: [count, k]) { distances in
      guard count > 0, k > 0 else { return }
      search(Search.Output(k: k, indices: indices.baseAddress!, distances: distances.baseAddress!))
    }
  }
  return NeighborGraph(indices: indices, distances: distances!)
}
