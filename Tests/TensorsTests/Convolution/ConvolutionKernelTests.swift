import TestSupport
import Testing

@testable import Tensors

/// The kernels of minimal filtering and of im2col, each against its definition.
@Suite struct ConvolutionKernelTests {
  private static let levels = InstructionSet.allCases.filter { $0 <= .current }
  private static let b: [[Double]] = [[1, 0, 0, 0], [0, 1, -1, 1], [-1, 1, 1, 0], [0, 0, 0, -1]]
  private static let a: [[Double]] = [[1, 0], [1, 1], [1, -1], [0, -1]]
  private static let g: [[Double]] = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]

  private func product(_ x: [[Double]], _ y: [[Double]]) -> [[Double]] {
    x.map { row in y[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * y[$1][j] } } }
  }
  private func transpose(_ x: [[Double]]) -> [[Double]] { x[0].indices.map { j in x.map { $0[j] } } }
  /// m x mᵀ, row by row.
  private func transform(_ m: [[Double]], _ x: [[Double]]) -> [Double] { product(product(m, x), transpose(m)).flatMap { $0 } }

  private func numbers<S: FloatingScalar>(_ count: Int, seed: UInt64) -> [S] {
    let values: Tensor<S> = testNumbers([count], seed: seed)
    return values.scalars
  }

  /// Images, channels, extent of a plane, padding; odd extents, tiles of a row around the vectors.
  @Test(arguments: [(1, 1, 1, 1, 1), (2, 3, 6, 5, 0), (3, 2, 7, 16, 1), (1, 17, 9, 31, 2), (2, 16, 8, 33, 1), (1, 5, 4, 70, 1)])
  func transformsEqualTheirDefinition(images: Int, channels: Int, height: Int, width: Int, padding: Int) {
    for level in Self.levels {
      check(level, images, channels, Extent2D(height: height, width: width), padding, Float.self, tolerance: 1e-5)
      check(level, images, channels, Extent2D(height: height, width: width), padding, Double.self, tolerance: 1e-13)
    }
  }

  private func check<S: FloatingScalar>(
    _ level: InstructionSet, _ images: Int, _ channels: Int, _ plane: Extent2D, _ padding: Int, _: S.Type, tolerance: Double
  ) {
    let (rows, columns) = ((plane.height + 1) / 2, (plane.width + 1) / 2)
    let tiles = WinogradTiles(
      instructionSet: level, images: images, imageStride: channels * plane.height * plane.width, channels: channels, plane: plane,
      top: -padding, left: -padding, rows: rows, columns: columns)
    var own = tiles
    (own.top, own.left) = (0, 0)
    let count = images * rows * columns
    let source: [S] = numbers(images * channels * plane.height * plane.width, seed: 1)
    func pixel(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Double {
      guard (0..<plane.height).contains(y), (0..<plane.width).contains(x) else { return 0 }
      return Double(source[((image * channels + channel) * plane.height + y) * plane.width + x])
    }
    func patch(_ tile: Int, _ channel: Int, _ extent: Int, _ padding: Int) -> [[Double]] {
      let (image, rest) = tile.quotientAndRemainder(dividingBy: rows * columns)
      let (top, left) = (2 * (rest / columns) - padding, 2 * (rest % columns) - padding)
      return (0..<extent).map { i in (0..<extent).map { j in pixel(image, channel, top + i, left + j) } }
    }
    func memory(_ count: Int) -> [S] { [S](repeating: .nan, count: count + 2 * WinogradTiles.slack) }
    let lanes = level.convolutionLanes(S.self)
    let padded = (channels + lanes - 1) / lanes * lanes
    var scratch = memory(WinogradPlan<S>.scratchCount(rows: rows, columns: columns) + 4 * rows * columns * padded)

    let row = roundedToLines(count)
    let place = WinogradPlan<S>.place(channels: channels, row: row)
    var inputs = memory(16 * place)
    S.winogradInput(tiles, source, scratch: &scratch, into: &inputs, row: row, place: place)
    let gradientPlace = WinogradPlan<S>.place(channels: count, row: padded)
    var gradients = memory(16 * gradientPlace)
    var sums = [S](repeating: 1, count: padded)
    S.winogradGradient(own, source, scratch: &scratch, into: &gradients, row: padded, place: gradientPlace, sums: &sums)
    let bias: [S] = numbers(channels, seed: 2)
    var outputs = memory(source.count)
    S.winogradOutput(own, inputs, row: row, place: place, bias: bias, scratch: &scratch, into: &outputs, accumulate: false)
    var twice = outputs
    S.winogradOutput(own, inputs, row: row, place: place, bias: bias, scratch: &scratch, into: &twice, accumulate: true)

    for channel in 0..<channels {
      var total = 1.0
      for tile in 0..<count {
        let input = (0..<16).map { inputs[$0 * place + channel * row + tile] }
        #expect(relativeDifference(input, transform(transpose(Self.b), patch(tile, channel, 4, padding))) < tolerance)
        let gradient = (0..<16).map { gradients[$0 * gradientPlace + tile * padded + channel] }
        #expect(relativeDifference(gradient, transform(Self.a, patch(tile, channel, 2, 0))) < tolerance)
        total += patch(tile, channel, 2, 0).flatMap { $0 }.reduce(0, +)
        let products = (0..<4).map { i in (0..<4).map { j in Double(input[4 * i + j]) } }
        let expected = transform(transpose(Self.a), products).map { $0 + Double(bias[channel]) }
        let (image, rest) = tile.quotientAndRemainder(dividingBy: rows * columns)
        for (k, value) in expected.enumerated() {
          let (y, x) = (2 * (rest / columns) + k / 2, 2 * (rest % columns) + k % 2)
          guard y < plane.height, x < plane.width else { continue }
          let at = ((image * channels + channel) * plane.height + y) * plane.width + x
          #expect(relativeDifference([outputs[at]], [value]) < tolerance && twice[at] == 2 * outputs[at])
        }
      }
      #expect(relativeDifference([sums[channel]], [total]) < 10 * tolerance)
    }
    #expect(outputs[source.count...].allSatisfy(\.isNaN) && twice[source.count...].allSatisfy(\.isNaN))
  }

  @Test func filtersEqualTheirDefinition() {
    let channels = 5
    let filters: [Double] = numbers(9 * channels, seed: 3)
    for rotated in [false, true] {
      var target = [Double](repeating: 0, count: 16 * channels)
      Double.winogradFilters(filters, step: 9, rotated: rotated, channels: channels, into: &target, place: channels)
      for channel in 0..<channels {
        let own = Array(filters[9 * channel..<9 * channel + 9])
        let values = rotated ? own.reversed() : own
        let expected = transform(Self.g, (0..<3).map { i in Array(values[3 * i..<3 * i + 3]) })
        #expect(relativeDifference((0..<16).map { target[$0 * channels + channel] }, expected) < 1e-15)
      }
    }
    let sums: [Double] = numbers(16 * channels, seed: 4)
    var gradient = [Double](repeating: 1, count: 9 * channels)
    for (accumulate, offset) in [(true, 1.0), (false, 0.0)] {
      Double.winogradFilterGradient(sums, step: 1, place: channels, channels: channels, into: &gradient, accumulate: accumulate)
      for channel in 0..<channels {
        let own = (0..<4).map { i in (0..<4).map { j in sums[(4 * i + j) * channels + channel] } }
        let expected = transform(transpose(Self.g), own).map { $0 + offset }
        #expect(relativeDifference(gradient[9 * channel..<9 * channel + 9], expected) < 1e-15)
      }
    }
  }

  /// Strides, dilations and padding beyond the image; rows of outputs from the middle.
  @Test(arguments: [(1, 1, 0), (2, 1, 1), (1, 2, 3), (3, 2, 5)]) func columnsEqualTheirDefinition(stride: Int, dilation: Int, padding: Int) {
    let c = Convolution2D(
      input: [1, 2, 9, 37], weights: [1, 2, 3, 2], stride: Extent2D(height: stride, width: 1),
      padding: .symmetric(Extent2D(padding)), dilation: Extent2D(height: dilation, width: 1))
    let rows = c.output.height > 2 ? 1..<c.output.height - 1 : 0..<c.output.height
    let shape = ColumnShape(convolution: c, channels: 2, rows: rows)
    let image: [Float] = numbers(2 * c.inputPlane, seed: 5)
    let row = rows.count * c.output.width + 3
    var matrix = [Float](repeating: .nan, count: c.depth * row)
    Float.gatherPixels(shape, image, into: &matrix, row: row)
    var (expected, added) = (matrix, image)
    for k in 0..<c.depth {
      let (channel, i, j) = (k / 6, k % 6 / 2, k % 2)
      for (index, r) in rows.enumerated() {
        for x in 0..<c.output.width {
          let (y, z) = (r * stride + i * dilation - padding, x + j - padding)
          let isInside = (0..<9).contains(y) && (0..<37).contains(z)
          let at = channel * c.inputPlane + y * 37 + z
          expected[k * row + index * c.output.width + x] = isInside ? image[at] : 0
          if isInside { added[at] += image[at] }
        }
      }
    }
    #expect(relativeDifference(matrix, expected) == 0)
    var sums = image
    Float.addPixels(shape, matrix, row: row, to: &sums)
    #expect(relativeDifference(sums, added) < 1e-6)
  }
}
