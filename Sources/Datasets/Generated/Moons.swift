#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif
internal import Formats
internal import Tensors

extension Dataset {
  /// Two interleaving half circles. Shape [count, 2], labels 0 (upper) and 1.
  ///
  /// Equal to scikit-learn's `make_moons(count, noise=noise, random_state=seed)` to the last bit where the C library's sine and cosine
  /// are those that NumPy uses.
  public static func moons(count: Int = 500, noise: Double = 0.1, seed: UInt32 = 1234) -> Dataset {
    precondition(count >= 0, "\(count) samples")
    var generator = MersenneTwister(seed: seed)
    let upper = count / 2
    let lower = count - upper
    var points: [(x: Double, y: Double)] = []
    for angle in Generated.linspace(0, .pi, upper) { points.append((cos(angle), sin(angle))) }
    for angle in Generated.linspace(0, .pi, lower) { points.append((1 - cos(angle), 1 - sin(angle) - 0.5)) }
    let order = generator.permutation(count)
    let samples = Tensor<Double>(uninitialized: [count, 2]) { buffer in
      for (row, index) in order.enumerated() {
        buffer[2 * row] = points[index].x + generator.normal(deviation: noise)
        buffer[2 * row + 1] = points[index].y + generator.normal(deviation: noise)
      }
    }
    return Dataset(
      name: "moons", samples: .double(samples), labels: order.map { $0 < upper ? 0 : 1 }, columnNames: ["x0", "x1"],
      origin: Generated.origin, licence: Generated.licence)
  }
}

/// What the generated data sets share.
enum Generated {
  static let origin = "made by Fathom with the formulas and random numbers of scikit-learn"
  static let licence = "free of rights"

  /// NumPy's `linspace`: the last value is `end` itself.
  static func linspace(_ start: Double, _ end: Double, _ count: Int) -> [Double] {
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (end - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? end : start + Double($0) * step }
  }
}
