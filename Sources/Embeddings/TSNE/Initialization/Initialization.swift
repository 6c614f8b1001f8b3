public import Tensors

/// Where t-SNE's points start.
public enum Initialization: Sendable {
  /// The first principal components of the data.
  case pca
  /// The first eigenvectors of the affinity graph's normalised Laplacian, after the constant one.
  case spectral
  /// Normal numbers.
  case random
  /// A map of ones own, [n, dimensions], taken as it is.
  case given(Tensor<Float>)

  public var name: String {
    switch self {
    case .pca: "pca"
    case .spectral: "spectral"
    case .random: "random"
    case .given: "given"
    }
  }
}

/// The scale at which optimisation starts: small beside the distances that it ends at, so that forces are smooth.
enum InitialScale {
  static let deviation: Float = 1e-4
  /// Relative to the deviation: separates points that coincide.
  static let jitter: Float = 0.01

  /// Normal numbers at that scale. Shape [count, dimensions].
  static func random(count: Int, dimensions: Int, seed: UInt64) -> Tensor<Float> {
    var generator = RandomGenerator(seed: seed)
    return Tensor.normal([count, dimensions], mean: 0, deviation: deviation, using: &generator)
  }

  /// Scales a map so that its first axis has that deviation and adds the jitter. Where the first axis has none, the jitter alone.
  static func apply(to map: inout Tensor<Float>, seed: UInt64) {
    let (count, dimensions) = (map.shape[0], map.shape[1])
    let noise = random(count: count, dimensions: dimensions, seed: seed)
    map.withUnsafeMutableBufferPointer { map in
      var (sum, squares) = (0.0, 0.0)
      for row in 0..<count { sum += Double(map[row * dimensions]) }
      let mean = sum / Double(max(count, 1))
      for row in 0..<count {
        let difference = Double(map[row * dimensions]) - mean
        squares += difference * difference
      }
      let spread = (squares / Double(max(count, 1))).squareRoot()
      let scale = spread > 0 && spread.isFinite ? Double(deviation) / spread : 0
      noise.withUnsafeBufferPointer { noise in
        for index in map.indices {
          let value = scale > 0 ? Double(map[index]) * scale : 0
          map[index] = Float(value) + noise[index] * jitter
        }
      }
    }
  }
}
