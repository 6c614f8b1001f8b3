import Fathom

/// Weights cut into images: the kernels of a convolution, the rows of a matrix where they are images, else the matrix itself.
struct WeightImages {
  let tiles: [ImageGrid.Tile]
  /// How many there would be without a limit.
  let total: Int
  private let columns: Int?

  init(_ weights: Tensor<Float>, limit: Int) {
    let shape = weights.shape.dimensions
    let values = weights.scalars
    if shape.count >= 3 {
      // [out, in, height, width], or [out, in, length].
      let (height, width) = shape.count == 3 ? (1, shape[2]) : (shape[shape.count - 2], shape[shape.count - 1])
      let size = height * width
      total = values.count / size
      tiles = (0..<min(limit, total)).map { number in
        ImageGrid.Tile(Array(values[(number * size)..<((number + 1) * size)]), height: height, width: width)
      }
      // One row for each filter where it has few inputs.
      columns = (2...16).contains(shape[1]) && total > shape[1] ? shape[1] : nil
    } else if let side = ImageForm.side(shape[1]), side >= 4 {
      total = shape[0]
      tiles = (0..<min(limit, total)).map { unit in
        ImageGrid.Tile(Array(values[(unit * shape[1])..<((unit + 1) * shape[1])]), height: side, width: side)
      }
      columns = nil
    } else {
      total = 1
      tiles = [ImageGrid.Tile(values, height: shape[0], width: shape[1])]
      columns = nil
    }
  }

  var omission: String? { tiles.count < total ? "\(tiles.count) of \(total) images are shown; --limit takes more" : nil }

  func chart(title: String, scale: ImageGrid.Scale) -> ImageGrid {
    var grid = ImageGrid(tiles, title: title, colors: .blueRed, scale: scale, isCentered: true, columns: columns)
    guard scale == .shared else { return grid }
    var reach = Reach()
    for tile in tiles { tile.values.withUnsafeBufferPointer { reach.add($0) } }
    reach.apply(to: &grid)
    return grid
  }

  /// How far from zero the colours of weights reach. Where a few lie far outside, 99.9 % of them decide: the images of all others would
  /// otherwise be white.
  struct Reach {
    private var histogram = Histogram()

    mutating func add(_ values: UnsafeBufferPointer<Float>) { histogram.merge(Histogram(of: values)) }

    func apply(to grid: inout ImageGrid) {
      guard histogram.finiteCount > 0 else { return }
      let whole = max(abs(histogram.minimum), abs(histogram.maximum))
      let most = max(abs(histogram.quantile(0.0005)), abs(histogram.quantile(0.9995)))
      let isCut = most > 0 && whole > 1.5 * most
      let reach = isCut ? most : whole
      grid.scale = .fixed(-reach, reach)
      if isCut { grid.barTitle = "0.1 % lie beyond" }
    }
  }
}
