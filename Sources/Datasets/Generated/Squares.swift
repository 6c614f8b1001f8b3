internal import Formats
internal import Tensors

extension Dataset {
  /// Images of noise with one bright square of 6 x 6 pixels in one of 3 x 3 cells. Shape [count, 32, 32]; the label is the cell, row by row.
  ///
  /// - Parameter noise: The standard deviation of the grey noise; the square is 1 brighter.
  public static func squares(count: Int = 1000, noise: Float = 0.25, seed: UInt32 = 1234) -> Dataset {
    precondition(count >= 0, "\(count) samples")
    let (side, cell, square) = (32, 10, 6)
    var generator = MersenneTwister(seed: seed)
    let labels = (0..<count).map { _ in generator.integer(in: 0..<9) }
    let samples = Tensor<Float>(uninitialized: [count, side, side]) { buffer in
      buffer.initialize(repeating: 0)
      for (image, label) in labels.enumerated() {
        // The square lies somewhere in its cell, with all of it inside.
        let top = 1 + label / 3 * cell + generator.integer(in: 0..<5)
        let left = 1 + label % 3 * cell + generator.integer(in: 0..<5)
        for row in top..<top + square {
          for column in left..<left + square { buffer[(image * side + row) * side + column] = 1 }
        }
      }
      for index in buffer.indices { buffer[index] += Float(generator.standardNormal()) * noise }
    }
    return Dataset(
      name: "squares", samples: .float(samples), labels: labels, origin: "made by Fathom", licence: Generated.licence)
  }
}
