import Fathom

/// The map of a run's probe samples at each recorded step, each made from the one before.
struct EmbeddingSequence {
  let rows: LoadedSource
  /// Shape [steps * points, 2], as the rows.
  let coordinates: Tensor<Float>
  let steps: [Int]

  var pointCount: Int { rows.rowCount / steps.count }

  /// - Parameter rows: Of all steps one after the other, as many points of each.
  init(_ rows: LoadedSource, perplexity: Double, pull: Float, seed: UInt64, progress: Progress) throws {
    let steps = rows.steps.map(MapPicture.distinct) ?? [0]
    let (count, width) = (rows.rowCount / steps.count, rows.columnCount)
    let values = rows.samples.floats()
    var settings = TSNE()
    settings.seed = seed
    settings.perplexity = perplexity
    var continuity = TSNE.Continuity()
    continuity.pull = pull
    var maps: [Float] = []
    do {
      try settings.fit(sequenceOf: steps.count, continuity: continuity) { moment in
        progress.show("maps", moment, of: steps.count)
        let points = values[(moment * count)..<((moment + 1) * count)].contiguous()
        guard width > Reduction.columnsLeftAlone else { return points }
        return try PrincipalComponents(.float(points), count: min(Reduction.columnsLeftAlone, count), seed: seed, source: rows.name).coordinates
      } visit: { _, map in
        maps += map.scalars
      }
    } catch let error as TSNEError {
      throw Failure(.badData, "\(rows.name): \(error)")
    }
    progress.finish()
    (self.rows, self.steps) = (rows, steps)
    coordinates = Tensor(maps, shape: [rows.rowCount, 2])
  }
}

/// The maps as frames, all on the same axes.
struct EmbeddingFilm: Film {
  let title: String
  private let sequence: EmbeddingSequence
  private let coloring: ScatterChart.Coloring
  private let horizontal: ClosedRange<Double>
  private let vertical: ClosedRange<Double>

  init(_ sequence: EmbeddingSequence, title: String) {
    (self.sequence, self.title) = (sequence, title)
    coloring = MapPicture.coloring(sequence.rows.labels?.prefix(sequence.pointCount), sequence.rows.labelNames)
    var ranges = [ValueRange(), ValueRange()]
    for (place, value) in sequence.coordinates.scalars.enumerated() { ranges[place % 2].include(Double(value)) }
    func padded(_ range: ValueRange) -> ClosedRange<Double> {
      let margin = max((range.ends.high - range.ends.low) * 0.04, 1e-6)
      return (range.ends.low - margin)...(range.ends.high + margin)
    }
    (horizontal, vertical) = (padded(ranges[0]), padded(ranges[1]))
  }

  var frameCount: Int { sequence.steps.count }
  func label(of frame: Int) -> String { "step \(sequence.steps[frame])" }

  func chart(of frame: Int) -> any Chart {
    let count = sequence.pointCount
    let (x, y) = sequence.coordinates.withUnsafeBufferPointer { values in
      let places = (frame * count)..<((frame + 1) * count)
      return (places.map { values[2 * $0] }, places.map { values[2 * $0 + 1] })
    }
    var axes = Axes(title, x: Axis("x"), y: Axis("y"), hasEqualUnits: true)
    (axes.x.range, axes.y.range) = (horizontal, vertical)
    return ScatterChart(x, y, coloring: coloring, axes: axes)
  }
}
