internal import Formats
internal import Tensors

extension Dataset {
  /// Normal clouds around centres that are uniform in [-10, 10]. Shape [count, features]; the label is the cloud.
  ///
  /// Equal to scikit-learn's `make_blobs(count, features, centers=centers, cluster_std=deviation, random_state=seed)`.
  public static func blobs(
    count: Int = 1000, features: Int = 10, centers: Int = 5, deviation: Double = 1, seed: UInt32 = 1234
  ) -> Dataset {
    precondition(count >= 0 && features > 0 && centers > 0, "\(count) samples of \(features) features around \(centers) centres")
    var generator = MersenneTwister(seed: seed)
    let means = (0..<centers * features).map { _ in generator.uniform(-10, 10) }
    // As many to each cloud; what is left goes to the first ones.
    let clouds = (0..<centers).flatMap { [Int](repeating: $0, count: count / centers + ($0 < count % centers ? 1 : 0)) }
    let points = clouds.map { cloud in
      (0..<features).map { generator.normal(mean: means[cloud * features + $0], deviation: deviation) }
    }
    let order = generator.permutation(count)
    let samples = Tensor<Double>(uninitialized: [count, features]) { buffer in
      for (row, index) in order.enumerated() {
        for feature in 0..<features { buffer[row * features + feature] = points[index][feature] }
      }
    }
    return Dataset(
      name: "blobs", samples: .double(samples), labels: order.map { clouds[$0] }, columnNames: (0..<features).map { "x\($0)" },
      origin: Generated.origin, licence: Generated.licence)
  }
}
