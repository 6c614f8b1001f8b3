internal import Tensors

/// The first principal components of the data, at the scale at which optimisation starts.
struct PrincipalInitialization {
  var dimensions: Int
  var seed: UInt64

  /// Axes beyond the data's own are left to the jitter. Shape [n, dimensions].
  func map(of data: Tensor<Float>) throws -> Tensor<Float> {
    let (count, columns) = (data.shape[0], data.shape[1])
    let attainable = min(dimensions, columns, count)
    var map = Tensor<Float>.zeros([count, dimensions])
    if attainable > 0 {
      let (_, scores) = try PCA(componentCount: attainable, seed: seed).fitTransform(data)
      map.withUnsafeMutableBufferPointer { map in
        scores.withUnsafeBufferPointer { scores in
          for row in 0..<count {
            for d in 0..<attainable { map[row * dimensions + d] = scores[row * attainable + d] }
          }
        }
      }
    }
    InitialScale.apply(to: &map, seed: seed)
    return map
  }
}
