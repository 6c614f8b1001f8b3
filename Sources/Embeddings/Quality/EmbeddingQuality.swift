public import Neighbors
public import Tensors

/// How faithful an embedding is to the neighbourhoods of the data.
public struct EmbeddingQuality: Sendable, Hashable {
  /// The neighbours per point that the measures look at.
  public var neighbors: Int
  /// The points whose neighbours were ranked for the first three measures: all, or an even sample of a large set.
  public var rankedPoints: Int
  /// 1 if the map makes nobody neighbours who are far apart in the data, about 0.5 for a random map. As scikit-learn's `trustworthiness`,
  /// with equal distances ranked by index.
  public var trustworthiness: Double
  /// 1 if the map tears no neighbours of the data apart: trustworthiness with the two spaces exchanged.
  public var continuity: Double
  /// The fraction of the nearest neighbours in the data that are among the nearest in the map.
  public var neighborsKept: Double
  /// The fraction of points whose nearest neighbour in the map has their label; nil without labels.
  public var nearestNeighborAccuracy: Double?
  /// The fraction of points whose nearest ``neighbors`` in the map give their label by majority (a tie goes to the lowest label); nil without
  /// labels.
  public var majorityAccuracy: Double?
}

extension EmbeddingQuality {
  /// Measures an embedding, in blocks: never a matrix of all distances.
  ///
  /// - Parameters:
  ///   - data: what was embedded. Shape [n, d].
  ///   - embedding: the map. Shape [n, dimensions].
  ///   - labels: one per point.
  ///   - neighbors: how many neighbours count; less than half the points are taken.
  ///   - metric: measures the data; the map is always Euclidean.
  ///   - rankedPointLimit: with more points than this, every (n / limit)-th one is ranked. The accuracies always use all points.
  /// - Throws: ``NeighborError`` if a value is not finite.
  /// - Complexity: O(min(n, rankedPointLimit) · n · d) time.
  public static func evaluate(
    data: Tensor<Float>, embedding: Tensor<Float>, labels: [Int]? = nil, neighbors: Int = 10, metric: Metric = .euclidean,
    rankedPointLimit: Int = 5_000
  ) throws(NeighborError) -> EmbeddingQuality {
    precondition(
      data.rank == 2 && embedding.rank == 2 && data.shape[0] == embedding.shape[0],
      "data [n, d] and embedding [n, dimensions] need the same n, not \(data.shape) and \(embedding.shape)")
    let count = data.shape[0]
    precondition(labels == nil || labels!.count == count, "\(labels?.count ?? 0) labels for \(count) points")
    precondition(neighbors >= 1 && rankedPointLimit >= 1, "at least one neighbour and one point must count")

    // The ranks' largest sum needs k below n / 2.
    let k = min(neighbors, (count - 1) / 2)
    let ranked = min(count, rankedPointLimit)
    var quality = EmbeddingQuality(
      neighbors: max(k, 0), rankedPoints: ranked, trustworthiness: 1, continuity: 1, neighborsKept: 1)
    guard k > 0 else { return quality }

    let map = ExactNeighbors()
    let space = ExactNeighbors(metric: metric)
    let rows = (0..<ranked).map { $0 * count / ranked }
    let inMap: NeighborGraph
    if let labels {
      let graph = try map.graph(of: embedding, k: k)
      quality.nearestNeighborAccuracy = Vote(graph: graph, labels: labels, neighbors: 1).accuracy
      quality.majorityAccuracy = Vote(graph: graph, labels: labels, neighbors: k).accuracy
      inMap = graph.rows(rows)
    } else {
      inMap = try map.graph(ofRows: rows, in: embedding, k: k)
    }
    let inSpace = try space.graph(ofRows: rows, in: data, k: k)

    let ranksInSpace = RankDistribution(try space.ranks(of: inMap.indices, from: rows, in: data), points: count)
    let ranksInMap = RankDistribution(try map.ranks(of: inSpace.indices, from: rows, in: embedding), points: count)
    quality.trustworthiness = ranksInSpace.faithfulness
    quality.continuity = ranksInMap.faithfulness
    quality.neighborsKept = ranksInSpace.kept
    return quality
  }
}

/// The ranks that the k neighbours of one space have in the other. Shape [rows, k].
private struct RankDistribution {
  /// 1 - 2 / (m k (2n - 3k - 1)) times the sum of the ranks beyond k, over m rows.
  let faithfulness: Double
  /// The fraction of ranks up to k.
  let kept: Double

  init(_ ranks: Tensor<Int32>, points: Int) {
    let (rows, k) = (ranks.shape[0], ranks.shape[1])
    var excess = 0
    var kept = 0
    ranks.withUnsafeBufferPointer { ranks in
      for rank in ranks {
        if rank > k { excess += Int(rank) - k } else { kept += 1 }
      }
    }
    let pairs = Double(rows * k)
    faithfulness = 1 - 2 * Double(excess) / (pairs * Double(2 * points - 3 * k - 1))
    self.kept = Double(kept) / pairs
  }
}

/// Leave-one-out classification by the nearest neighbours.
private struct Vote {
  let graph: NeighborGraph
  let labels: [Int]
  let neighbors: Int

  var accuracy: Double {
    let right = graph.indices.withUnsafeBufferPointer { indices in
      labels.indices.count { i in
        var votes: [Int: Int] = [:]
        for j in 0..<neighbors { votes[labels[Int(indices[i * graph.k + j])], default: 0] += 1 }
        let winner = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return winner?.key == labels[i]
      }
    }
    return Double(right) / Double(labels.count)
  }
}
