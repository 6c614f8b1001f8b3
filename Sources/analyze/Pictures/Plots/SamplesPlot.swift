import Fathom

/// A contact sheet of samples.
struct SamplesPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  /// As many as a picture shows well.
  private static let usualCount = 36

  func drawing() throws -> PlotDrawing {
    let (samples, labels, names, isSquares) = try read()
    guard let count = samples.shape.first, count > 0 else { throw Failure(.badData, "\(plan.sources[0]): there are no samples") }
    let sampleShape = Array(samples.shape.dimensions.dropFirst())
    guard let form = ImageForm(sampleShape) else {
      throw Failure(.badData, "\(plan.sources[0]): samples of shape \(Shape(sampleShape)) are no images")
    }
    let shown = min(count, plan.limit ?? Self.usualCount)
    let values = samples.rows(0..<shown).floats().scalars
    let size = values.count / shown
    let tiles = (0..<shown).map { number -> ImageGrid.Tile in
      let label = labels.flatMap { $0.count == count ? $0[number] : nil }
      var tile = form.tile(values[(number * size)..<((number + 1) * size)])
      tile.caption = label.map { label in names.flatMap { $0.indices.contains(label) ? $0[label] : nil } ?? "\(label)" }
      if isSquares, let label, (0..<9).contains(label) { tile.mark = Self.cell(label) }
      return tile
    }
    var grid = ImageGrid(tiles, title: plan.title ?? "\(plan.sources[0]), \(shown) of \(count)", scale: plan.gridScale)
    // The nine cells that the answer is one of; only drawn, not in the data.
    if isSquares { grid.guides = [1, 11, 21, 31] }
    return PlotDrawing(grid)
  }

  private static func cell(_ label: Int) -> ImageGrid.Tile.Mark {
    let (left, top) = (1 + Double(label % 3) * 10, 1 + Double(label / 3) * 10)
    return .init(left: left, top: top, right: left + 10, bottom: top + 10)
  }

  private func read() throws -> (samples: NumericArray, labels: [Int]?, names: [String]?, isSquares: Bool) {
    switch try Source(plan.sources[0]) {
    case .dataset(let name):
      guard let dataset = try plan.seed.map({ try Dataset.named(name, seed: $0) }) ?? Dataset.named(name) else {
        throw Failure(.cannotRead, "\(name): no such data set")
      }
      return (dataset.samples, dataset.labels, nil, name == "squares")
    case .images(let path):
      let folder = try ImageFolder(path)
      return (.uint8(folder.pixels), folder.labels, folder.labels.map { _ in folder.classes }, false)
    case .run(let path):
      let run = try RunDirectory(path)
      guard let probe = try run.probe() else { throw Failure(.badData, "\(path): the run has no probe samples") }
      return (probe.samples, probe.labels, run.description?.classNames, run.description?.recipe == "squares")
    case .file(let path):
      let file = try InputFile(path).tensorFile()
      let images = file.tensors.filter { ImageForm(Array($0.shape.dropFirst())) != nil && $0.shape.count >= 2 }
      guard let tensor = plan.layers.first.map({ name in file.tensors.first { $0.name == name } }) ?? images.max(by: { $0.count < $1.count })
      else {
        throw Failure(.badData, "\(path): no tensor holds images; there are \(file.tensors.prefix(20).map { "\($0.name) \(Shape($0.shape))" }.listed)")
      }
      let labels = file.tensors.first { ["labels", "label", "y", "target"].contains($0.name) && $0.shape == [tensor.shape.first ?? 0] }
      return (try file.read(tensor.name), try labels.flatMap { try file.read($0.name).integers() }, nil, false)
    }
  }
}
