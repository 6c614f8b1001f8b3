#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What is convolved with the charges, (1 + r²/a)^-a for a degrees of freedom.
struct GridKernel {
  let degreesOfFreedom: Double

  func value(squaredDistance: Double) -> Double {
    let base = 1 + squaredDistance / degreesOfFreedom
    return degreesOfFreedom == 1 ? 1 / base : pow(base, -degreesOfFreedom)
  }

  /// Factors for frequencies 0..<length that undo one spreading and one reading by the spline: interpolation then agrees with the kernel at
  /// the nodes.
  static func deconvolution(length: Int) -> [Double] {
    (0..<length).map { k in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      // The transform of the spline of order 5 sampled at the integers.
      let transform = (230 + 152 * cos(angle) + 2 * cos(2 * angle)) / 384
      return 1 / (transform * transform)
    }
  }
}
