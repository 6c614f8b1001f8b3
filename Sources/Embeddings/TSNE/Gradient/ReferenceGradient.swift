/// The divergence and its gradient in double precision, straight from the formulas. O(n²); what everything faster is measured by.
struct ReferenceGradient {
  let affinities: Affinities
  let degreesOfFreedom: Double
  let dimensions: Int

  /// Σ p log(p / q) over pairs with an affinity. points: [count, dimensions].
  func divergence(_ points: [Double]) -> Double {
    let z = normalizer(points)
    var sum = 0.0
    for i in 0..<affinities.count {
      for (j, value) in affinities.row(i) where value > 0 {
        sum += Double(value) * (naturalLogarithm(Double(value)) - naturalLogarithm(weight(squaredDistance(points, i, j)) / z))
      }
    }
    return sum
  }

  /// The derivative of ``divergence(_:)`` by every coordinate: 4 Σ_j (p_ij - q_ij) (1 + d²/ν)⁻¹ (y_i - y_j).
  func gradient(_ points: [Double]) -> [Double] {
    let z = normalizer(points)
    var gradient = [Double](repeating: 0, count: points.count)
    for i in 0..<affinities.count {
      var difference = [Double](repeating: 0, count: affinities.count)
      for (j, value) in affinities.row(i) { difference[j] += Double(value) }
      for j in 0..<affinities.count where j != i {
        let square = squaredDistance(points, i, j)
        let factor = 4 * (difference[j] - weight(square) / z) / (1 + square / degreesOfFreedom)
        for d in 0..<dimensions {
          gradient[i * dimensions + d] += factor * (points[i * dimensions + d] - points[j * dimensions + d])
        }
      }
    }
    return gradient
  }

  /// The repulsive part alone, not divided by Z, and Z: what ``Repulsion`` computes.
  func repulsion(_ points: [Double]) -> (forces: [Double], normalizer: Double) {
    var forces = [Double](repeating: 0, count: points.count)
    for i in 0..<affinities.count {
      for j in 0..<affinities.count where j != i {
        let square = squaredDistance(points, i, j)
        let factor = weight(square) / (1 + square / degreesOfFreedom)
        for d in 0..<dimensions {
          forces[i * dimensions + d] += factor * (points[i * dimensions + d] - points[j * dimensions + d])
        }
      }
    }
    return (forces, normalizer(points))
  }

  private func normalizer(_ points: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<affinities.count {
      for j in 0..<i { sum += 2 * weight(squaredDistance(points, i, j)) }
    }
    return sum
  }

  private func weight(_ square: Double) -> Double {
    degreesOfFreedom == 1 ? 1 / (1 + square) : power(1 + square / degreesOfFreedom, -degreesOfFreedom)
  }

  private func squaredDistance(_ points: [Double], _ i: Int, _ j: Int) -> Double {
    (0..<dimensions).reduce(0) { sum, d in
      let difference = points[i * dimensions + d] - points[j * dimensions + d]
      return sum + difference * difference
    }
  }
}
