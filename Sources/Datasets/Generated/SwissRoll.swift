#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif
internal import Formats
internal import Tensors

extension Dataset {
  /// A rolled-up sheet in space. Shape [count, 3]. The label is one of ten bands of equal length along the roll, from the inside.
  ///
  /// The points are those of scikit-learn's `make_swiss_roll(count, noise=noise, random_state=seed)`.
  public static func swissRoll(count: Int = 1500, noise: Double = 0.05, seed: UInt32 = 1234) -> Dataset {
    precondition(count >= 0, "\(count) samples")
    var generator = MersenneTwister(seed: seed)
    let positions = (0..<count).map { _ in generator.uniform() }
    let angles = positions.map { 1.5 * Double.pi * (1 + 2 * $0) }
    var coordinates = [angles.map { $0 * cos($0) }, (0..<count).map { _ in 21 * generator.uniform() }, angles.map { $0 * sin($0) }]
    for axis in 0..<3 {
      for row in 0..<count { coordinates[axis][row] += noise * generator.standardNormal() }
    }
    let samples = Tensor<Double>(uninitialized: [count, 3]) { buffer in
      for row in 0..<count {
        for axis in 0..<3 { buffer[3 * row + axis] = coordinates[axis][row] }
      }
    }
    return Dataset(
      name: "swissroll", samples: .double(samples), labels: positions.map { Int(10 * $0) }, columnNames: ["x", "y", "z"],
      origin: Generated.origin, licence: Generated.licence)
  }
}
