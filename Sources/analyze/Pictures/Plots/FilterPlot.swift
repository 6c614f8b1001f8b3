import Fathom

/// The weights of a layer as images.
struct FilterPlot {
  private let command: PlotCommand

  init(_ command: PlotCommand) { self.command = command }

  func drawing() throws -> PlotDrawing {
    let source = try WeightSource(command.sources[0], step: command.particular.stepNumber)
    let name = try Self.layer(source, command.view.layer)
    let images = WeightImages(try source.values(name), limit: command.view.limit)
    let chart = images.chart(title: command.picture.title ?? "\(name), \(source.name)", scale: command.view.gridScale)
    return PlotDrawing(chart, notes: images.omission.map { [$0] } ?? [])
  }

  /// The layer asked for; else the first with filters, else the first with a matrix.
  static func layer(_ source: WeightSource, _ asked: [String]) throws -> String {
    if asked.count > 1 { throw Failure(.usage, "filters are those of one layer, not of \(asked.listed)") }
    let names = try source.tensors(asked, what: "weights with rows") { $0.count >= 2 && !$0.contains(0) }
    return names.first { source.shape(of: $0).count >= 3 } ?? names[0]
  }
}

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
    } else if let side = Self.side(shape[1]), side >= 4 {
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

  /// The side of a square of so many pixels.
  static func side(_ count: Int) -> Int? {
    let side = Int(Double(count).squareRoot().rounded())
    return side > 0 && side * side == count ? side : nil
  }

  var omission: String? { tiles.count < total ? "\(tiles.count) of \(total) images are shown; --limit takes more" : nil }

  func chart(title: String, scale: ImageGrid.Scale) -> ImageGrid {
    ImageGrid(tiles, title: title, colors: .blueRed, scale: scale, isCentered: true, columns: columns)
  }
}
