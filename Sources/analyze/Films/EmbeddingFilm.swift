import Fathom

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
  func label(of frame: Int) -> String { "step \(sequence.steps[frame]), KL \(sequence.divergences[frame].digits(3))" }

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
