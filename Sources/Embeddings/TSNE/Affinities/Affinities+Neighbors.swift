public import Neighbors

extension Affinities {
  /// How many neighbours a perplexity needs: three times as many, and no more than there are.
  static func neighborCount(count: Int, perplexity: Double) -> Int {
    min(max(count - 1, 0), max(1, Int((3 * perplexity).rounded(.down))))
  }

  /// The perplexity that `k` neighbours can carry: openTSNE's rule, which lowers what is greater than k to a third of k.
  static func attainablePerplexity(_ perplexity: Double, k: Int) -> Double {
    perplexity > Double(k) ? max(1, Double(k) / 3) : perplexity
  }

  /// t-SNE's affinities of points whose nearest neighbours are known: Gaussian in the distance, of equal perplexity for each point,
  /// then averaged over both directions. O(n k).
  ///
  /// - Parameter perplexity: how many neighbours count, at most `neighbors.k`.
  public init(neighbors: NeighborGraph, perplexity: Double) {
    let (count, k) = (neighbors.count, neighbors.k)
    precondition(perplexity >= 1, "a perplexity of \(perplexity) is below 1")
    self = neighbors.indices.withUnsafeBufferPointer { indices in
      neighbors.distances.withUnsafeBufferPointer { distances in
        guard let columns = indices.baseAddress, let distances = distances.baseAddress, count > 0, k > 0 else {
          return Affinities(
            count: count, rowStarts: AlignedBuffer(repeating: 0, count: count + 1), columns: AlignedBuffer(count: 0),
            values: AlignedBuffer(count: 0))
        }
        let conditional = PerplexitySearch(perplexity: perplexity).probabilities(distances: distances, count: count, k: k)
        return Symmetrization(columns: columns, values: conditional.values.pointer, count: count, k: k).affinities()
      }
    }
  }
}
