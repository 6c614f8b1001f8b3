import Fathom

/// How good a map is: what `--quality` measures.
struct QualityReport: CustomStringConvertible {
  let quality: EmbeddingQuality
  /// Exact, over all pairs; nil for methods without affinities and for more points than is reasonable.
  let klDivergence: Double?
  private let columns: Int

  private static let neighbors = 10

  init(_ embedding: EmbeddedRows, labels: Labels?, metric: Metric) throws {
    let map = embedding.result.coordinates
    quality = try EmbeddingQuality.evaluate(
      data: embedding.data, embedding: map, labels: labels?.classes, neighbors: Self.neighbors, metric: metric)
    columns = embedding.data.shape[1]
    klDivergence = embedding.affinities.flatMap {
      map.shape[0] <= TSNE.exactDivergenceLimit ? TSNE.exactKL(affinities: $0, embedding: map) : nil
    }
  }

  private var measures: [(key: String, words: String, value: Double?)] {
    [
      ("trustworthiness", "trustworthiness", quality.trustworthiness), ("continuity", "continuity", quality.continuity),
      ("neighbors_kept", "neighbours kept", quality.neighborsKept),
      ("nearest_neighbor_accuracy", "1-NN accuracy", quality.nearestNeighborAccuracy),
      ("majority_accuracy", "\(quality.neighbors)-NN accuracy", quality.majorityAccuracy),
      ("kl_divergence", "KL divergence", klDivergence),
    ]
  }

  var json: JSON {
    .object(
      [
        ("neighbors", .integer(quality.neighbors)), ("ranked_rows", .integer(quality.rankedPoints)),
        ("compared_columns", .integer(columns)),
      ] + measures.map { ($0.key, JSON($0.value)) })
  }

  var description: String {
    measures.compactMap { measure in
      measure.value.map { "\(measure.words) \(($0 * 10_000).rounded() / 10_000)" }
    }.joined(separator: ", ")
  }
}
