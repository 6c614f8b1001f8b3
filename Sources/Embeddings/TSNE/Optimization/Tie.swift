internal import Tensors

/// Holds the points of a map to places: λ / (2n) Σ_i |y_i - place_i|² is added to the divergence.
struct Tie {
  /// In the affinities' order. Shape [n, dimensions].
  let places: Tensor<Float>
  /// λ.
  let strength: Float

  private static let grain = 4_096

  /// What the term's derivative is for a point at a distance of 1, in the unit of the forces: the divergence's derivative is four times them.
  var stiffness: Float { strength / Float(4 * max(1, places.shape[0])) }

  /// Adds the term's derivative to the attraction of an iteration. points, forces: [n, dimensions], point i being the affinities' order[i].
  func add(to forces: AlignedBuffer<Float>, at points: AlignedBuffer<Float>, order: AlignedBuffer<Int32>, exaggeration: Float) {
    let dimensions = places.shape[1]
    // The attraction is exaggerated afterwards, and this is not meant to be.
    let factor = stiffness / exaggeration
    places.withUnsafeBufferPointer { places in
      nonisolated(unsafe) let places = places
      Parallel.forEachRange(of: order.count, grain: Self.grain) { _, range in
        for place in range {
          let home = Int(order[place]) * dimensions
          for d in 0..<dimensions {
            let coordinate = place * dimensions + d
            forces[coordinate] += factor * (points[coordinate] - places[home + d])
          }
        }
      }
    }
  }
}
