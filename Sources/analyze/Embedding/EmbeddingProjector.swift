import Fathom

/// A map as TensorBoard's Projector opens it: the rows, what is known of them, what they look like, and the map as a bookmark.
struct EmbeddingProjector {
  private let rows: LoadedSource
  /// Which rows are shown; nil for all.
  private let chosen: [Int]?

  init(_ rows: LoadedSource) {
    self.rows = rows
    let (count, limit) = (rows.rowCount, ProjectorBundle.pointLimit)
    chosen = count > limit ? (0..<limit).map { $0 * count / limit } : nil
  }

  /// What the user should know.
  var warnings: [String] {
    chosen.map { ["the Projector shows no more than \($0.count) points: those of \(rows.rowCount) are evenly chosen"] } ?? []
  }

  /// - Parameters:
  ///   - vectors: The rows as the method worked on them. Shape [rows, columns].
  ///   - coordinates: Shape [rows, 2 or 3].
  func write(vectors: Tensor<Float>, map coordinates: Tensor<Float>, method: String, to folder: OutputFolder) throws {
    var bundle = ProjectorBundle(name: rows.part ?? rows.name, vectors: chosen(of: vectors))
    bundle.map = ProjectorMap(name: "\(method) by analyze", coordinates: chosen(of: coordinates))
    bundle.columns = columns
    bundle.pictures = pictures
    try bundle.write(to: folder)
  }

  /// The columns of the table of the map, text first: the page calls and colours points by the first.
  private var columns: [ProjectorColumn] {
    var columns: [ProjectorColumn] = []
    func add(_ name: String, _ text: (Int) -> String) {
      columns.append(.init(name, (chosen ?? Array(0..<rows.rowCount)).map(text)))
    }
    switch rows.labels {
    case .texts(let texts)?: add("label") { texts[$0] }
    case .integers(let labels)?:
      if let names = rows.labelNames { add("name") { names.indices.contains(labels[$0]) ? names[labels[$0]] : "" } }
      add("label") { String(labels[$0]) }
    case nil: break
    }
    add("index") { String(rows.indices?[$0] ?? $0) }
    guard let steps = rows.steps else { return columns }
    add("step") { String(steps[$0]) }
    if chosen == nil, let next = nextSteps { add(ProjectorColumn.sequence) { next[$0].map(String.init) ?? "" } }
    return columns
  }

  /// For each row of several steps, the row of the same point at the step after it.
  private var nextSteps: [Int?]? {
    let points = rows.rowCount / rows.stepCount
    guard rows.stepCount > 1, rows.rowCount == points * rows.stepCount else { return nil }
    return (0..<rows.rowCount).map { $0 + points < rows.rowCount ? $0 + points : nil }
  }

  /// Bytes with the lowest value of all as 0 and the highest as 255. Shape [rows, height, width, channels].
  private var pictures: Tensor<UInt8>? {
    // Rows of several steps share their images.
    guard let source = rows.images, source.count > 0, rows.rowCount % source.shape[0] == 0, [3, 4].contains(source.shape.rank) else { return nil }
    let imageCount = source.shape[0]
    let shape = source.shape
    let isChannelsFirst = shape.rank == 4 && ![1, 3, 4].contains(shape[3])
    let values = isChannelsFirst ? source.floats().permuted([0, 2, 3, 1]).contiguous() : source.floats()
    let extents = shape.rank == 3 ? [shape[1], shape[2], 1] : isChannelsFirst ? [shape[2], shape[3], shape[1]] : [shape[1], shape[2], shape[3]]
    let size = extents.reduce(1, *)
    return values.withUnsafeBufferPointer { values in
      var (lowest, highest) = (Float.infinity, -Float.infinity)
      for value in values where value.isFinite { (lowest, highest) = (min(lowest, value), max(highest, value)) }
      let scale = highest > lowest ? 255 / (highest - lowest) : 0
      let wanted = chosen ?? Array(0..<rows.rowCount)
      return Tensor<UInt8>(uninitialized: Shape([wanted.count] + extents)) { target in
        for (position, row) in wanted.enumerated() {
          for offset in 0..<size {
            let value = values[row % imageCount * size + offset]
            target[position * size + offset] = value.isFinite ? UInt8(min(max((value - lowest) * scale, 0), 255)) : 0
          }
        }
      }
    }
  }

  private func chosen(of matrix: Tensor<Float>) -> Tensor<Float> {
    guard let chosen else { return matrix }
    let width = matrix.shape[1]
    return matrix.withUnsafeBufferPointer { source in
      Tensor(uninitialized: [chosen.count, width]) { target in
        for (position, row) in chosen.enumerated() {
          for column in 0..<width { target[position * width + column] = source[row * width + column] }
        }
      }
    }
  }
}
