public import Tensors

extension TSNE {
  /// Above this many points the exact divergence is not computed unless asked for.
  public static let exactDivergenceLimit = 20_000

  /// The Kullback-Leibler divergence of a map from affinities, in nats, with the normaliser summed over all pairs of points.
  ///
  /// O(n²) time, O(n) memory.
  ///
  /// - Parameter embedding: [n, dimensions], n as in `affinities`.
  public static func exactKL(affinities: Affinities, embedding: Tensor<Float>, degreesOfFreedom: Float = 1) -> Double {
    precondition(
      embedding.rank == 2 && embedding.shape[0] == affinities.count,
      "a map of shape \(embedding.shape) for the affinities of \(affinities.count) points")
    let (count, dimensions) = (embedding.shape[0], embedding.shape[1])
    guard count > 1 else { return 0 }
    let forces = AlignedBuffer<Float>(count: count * dimensions)
    return embedding.withUnsafeBufferPointer { points in
      let normalizer = ExactRepulsion(dimensions: dimensions, degreesOfFreedom: degreesOfFreedom).evaluate(
        points: points.baseAddress!, count: count, box: BoundingBox(lower: [], upper: []), forces: forces.pointer)
      return Divergence(affinities: affinities, degreesOfFreedom: degreesOfFreedom).value(
        points: points.baseAddress!, dimensions: dimensions, normalizer: normalizer)
    }
  }
}
