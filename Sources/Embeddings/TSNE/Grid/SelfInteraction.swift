internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a point feels of its own charge: a potential of about 1 and a force that should be none, but is not quite between nodes.
///
/// Both repeat from cell to cell and are smooth, so a few harmonics of the place in the cell describe them.
enum SelfInteraction {
  /// `potential(dx, dy)` is that of a unit charge on one node at a node so many columns and rows away.
  static func harmonics(spacing: Double, potential: (Int, Int) -> Double) -> fathom_grid_self {
    let samples = 8
    var self_ = fathom_grid_self()
    var sums = (constant: 0.0, single: 0.0, double: 0.0, force: 0.0, forceTimesCosine: 0.0)
    for j in 0..<samples {
      for i in 0..<samples {
        let (x, y) = (Double(i) / Double(samples), Double(j) / Double(samples))
        let (cosineX, cosineY, sineX) = (cos(2 * .pi * x), cos(2 * .pi * y), sin(2 * .pi * x))
        let own = atPlace(x, y, spacing: spacing, potential: potential)
        sums.constant += own.potential
        sums.single += own.potential * (cosineX + cosineY)
        sums.double += own.potential * cosineX * cosineY
        sums.force += own.force * sineX
        sums.forceTimesCosine += own.force * sineX * cosineY
      }
    }
    let count = Double(samples * samples)
    self_.potential = (Float(sums.constant / count), Float(sums.single / count), Float(4 * sums.double / count))
    self_.force = (Float(2 * sums.force / count), Float(4 * sums.forceTimesCosine / count))
    return self_
  }

  /// The potential and the force along x of a charge on itself.
  private static func atPlace(
    _ x: Double, _ y: Double, spacing: Double, potential: (Int, Int) -> Double
  ) -> (potential: Double, force: Double) {
    let (across, slope, down) = (weights(x), slopes(x), weights(y))
    var (own, derivative) = (0.0, 0.0)
    for r in 0..<across.count {
      for c in 0..<across.count {
        for s in 0..<across.count {
          for d in 0..<across.count {
            let kernel = potential(c - d, r - s) * down[r] * down[s] * across[d]
            own += across[c] * kernel
            derivative += slope[c] * kernel
          }
        }
      }
    }
    return (own, -0.5 / spacing * derivative)
  }

  /// The spline's weights of the five nodes for a point at `f` of its cell.
  static func weights(_ f: Double) -> [Double] {
    [
      pow(1 - f, 4), 11 + f * (-12 + f * (-6 + f * (12 - 4 * f))), 11 + f * (12 + f * (-6 + f * (-12 + 6 * f))),
      1 + f * (4 + f * (6 + f * (4 - 4 * f))), pow(f, 4),
    ].map { $0 / 24 }
  }

  static func slopes(_ f: Double) -> [Double] {
    [
      -4 * pow(1 - f, 3), -12 + f * (-12 + f * (36 - 16 * f)), 12 + f * (-12 + f * (-36 + 24 * f)), 4 + f * (12 + f * (12 - 16 * f)),
      4 * pow(f, 3),
    ].map { $0 / 24 }
  }
}
