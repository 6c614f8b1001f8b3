import Foundation
import Tensors

@testable import Embeddings

/// Points of a map on a line or in the plane, and their repulsion by the definition.
struct TestMap: Sendable {
  var dimensions: Int
  var points: [Float]
  var count: Int { points.count / dimensions }

  /// Uniform in a box; on a line when there is no height.
  static func uniform(_ count: Int, _ width: Float, _ height: Float?) -> TestMap {
    var state = RandomGenerator(seed: UInt64(count))
    let points = (0..<count).flatMap { _ in
      let x = Float.random(in: -width / 2..<width / 2, using: &state)
      guard let height else { return [x] }
      return [x, Float.random(in: -height / 2..<height / 2, using: &state)]
    }
    return TestMap(dimensions: height == nil ? 1 : 2, points: points)
  }

  /// Ten dense round clusters, their centres within a square.
  static func clusters(_ count: Int, _ width: Float) -> TestMap {
    var state = RandomGenerator(seed: UInt64(count) + 7)
    let centres = (0..<20).map { _ in Float.random(in: -width / 2..<width / 2, using: &state) }
    let points = (0..<count).flatMap { i in
      let (radius, angle) = (Float.random(in: 0..<64, using: &state).squareRoot(), Float.random(in: 0..<6.3, using: &state))
      return [centres[i % 10 * 2] + radius * cos(angle), centres[i % 10 * 2 + 1] + radius * sin(angle)]
    }
    return TestMap(dimensions: 2, points: points)
  }

  var box: (lower: SIMD2<Float>, upper: SIMD2<Float>) {
    var (lower, upper) = (SIMD2<Float>(repeating: .infinity), SIMD2<Float>(repeating: -.infinity))
    for i in 0..<count {
      let point = SIMD2(points[i * dimensions], dimensions == 2 ? points[i * 2 + 1] : 0)
      lower = pointwiseMin(lower, point)
      upper = pointwiseMax(upper, point)
    }
    return (lower, upper)
  }

  /// The same points in stripes, so that neighbours in the list are near each other.
  func sortedByPlace() -> [Float] {
    (0..<count).map { SIMD2(points[$0 * 2], points[$0 * 2 + 1]) }
      .sorted { a, b in
        let (stripe, other) = ((a.x / 20).rounded(), (b.x / 20).rounded())
        return stripe != other ? stripe < other : a.y < b.y
      }
      .flatMap { [$0.x, $0.y] }
  }

  func evaluate(_ repulsion: GridRepulsion) -> (z: Double, forces: [Float]) {
    var forces = [Float](repeating: .nan, count: points.count)
    let box = box
    let z = repulsion.evaluate(points: points, count: count, lower: box.lower, upper: box.upper, forces: &forces)
    return (z, forces)
  }

  /// Sums over all pairs in Double: of w = (1 + r²/a)^-a, and of w^((a+1)/a) (y_i - y_j).
  func exact(degreesOfFreedom: Float = 1) -> (z: Double, forces: [Double]) {
    let a = Double(degreesOfFreedom)
    var z = 0.0
    var forces = [Double](repeating: 0, count: points.count)
    for i in 0..<count {
      for j in 0..<i {
        let dx = Double(points[i * dimensions]) - Double(points[j * dimensions])
        let dy = dimensions == 2 ? Double(points[i * 2 + 1]) - Double(points[j * 2 + 1]) : 0
        let base = 1 + (dx * dx + dy * dy) / a
        let w = a == 1 ? 1 / base : pow(base, -a)
        z += 2 * w
        forces[i * dimensions] += w / base * dx
        forces[j * dimensions] -= w / base * dx
        guard dimensions == 2 else { continue }
        forces[i * 2 + 1] += w / base * dy
        forces[j * 2 + 1] -= w / base * dy
      }
    }
    return (z, forces)
  }

  /// The median over the points of |force - exact| / |exact|.
  func medianError(_ forces: [Float], _ exact: [Double]) -> Double {
    let errors = (0..<count).map { i in
      var (difference, size) = (0.0, 0.0)
      for d in i * dimensions..<(i + 1) * dimensions {
        difference += (Double(forces[d]) - exact[d]) * (Double(forces[d]) - exact[d])
        size += exact[d] * exact[d]
      }
      return (difference / max(size, .leastNormalMagnitude)).squareRoot()
    }
    return errors.sorted()[count / 2]
  }
}
