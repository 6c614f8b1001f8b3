import TestSupport
import Tensors
import Testing

@testable import Networks

/// The loops in C against plain ones, in Float, over lengths and alignments that leave rests.
@Suite struct RunsTests {
  static let counts = Array(0..<40) + [63, 64, 65, 127, 1_000]

  private func floats(_ count: Int, seed: UInt64) -> [Float] { spread([Swift.max(count, 1)], seed: seed).scalars.map(Float.init) }

  @Test(arguments: [0, 1, 3]) func sumsAndMaps(_ offset: Int) {
    for count in Self.counts {
      let (x, y) = (floats(count + offset, seed: 1), floats(count + offset, seed: 2))
      let (xs, ys) = (x[offset..<offset + count], y[offset..<offset + count])
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          let (first, second) = (x.baseAddress! + offset, y.baseAddress! + offset)
          let sum = xs.reduce(0) { $0 + Double($1) }
          let squares = xs.reduce(0) { $0 + (Double($1) - 0.3) * (Double($1) - 0.3) }
          let products = zip(xs, ys).reduce(0) { $0 + (Double($1.0) - 0.3) * Double($1.1) }
          #expect(abs(Runs.sum(first, count: count) - sum) < 1e-12)
          #expect(abs(Runs.squareSum(first, center: 0.3, count: count) - squares) < 1e-12)
          #expect(abs(Runs.centeredDot(first, center: 0.3, second, count: count) - products) < 1e-12)
          var result = [Float](repeating: 7, count: count + 1)
          result.withUnsafeMutableBufferPointer { Runs.affine(2, first, 0.5, into: $0.baseAddress!, count: count) }
          #expect(relativeDifference(result, xs.map { 2 * $0 + 0.5 } + [7]) < 1e-6)
          result.withUnsafeMutableBufferPointer { Runs.affine(2, first, -3, second, 0.5, into: $0.baseAddress!, count: count) }
          #expect(relativeDifference(result, zip(xs, ys).map { 2 * $0 - 3 * $1 + 0.5 } + [7]) < 1e-6)
        }
      }
    }
  }

  /// Pairs against the definition, for every rest of a vector.
  @Test(arguments: [false, true]) func pooledPairs(_ rectifies: Bool) throws {
    for width in 2..<80 {
      let image = spread([1, 1, 3, width], seed: UInt64(width))
      let layers: [any Layer] = rectifies ? [ReLU(), MaxPool2d(2)] : [MaxPool2d(2)]
      let network = try Network<Float>(Sequential(layers), inputShape: [1, 3, width])
      let value = try network.forward(Tensor<Float>(image)).scalars
      let pixels = image.scalars.map { rectifies ? Swift.max(Float($0), 0) : Float($0) }
      let expected = (0..<width / 2).map { column in
        [pixels[2 * column], pixels[2 * column + 1], pixels[width + 2 * column], pixels[width + 2 * column + 1]].max()!
      }
      #expect(value == expected, "width \(width)")
    }
  }
}
