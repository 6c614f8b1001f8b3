import Fathom

/// A layer's weights as images, step by step on one scale.
struct FilterFilm: Film {
  let title: String
  private let scene: FilmScene
  private let steps: [Int]
  private let layer: String
  private let scale: ImageGrid.Scale

  init(_ scene: FilmScene) throws {
    self.scene = scene
    let steps = try scene.steps(.checkpoint)
    let layer = try FilterPlot.layer(WeightSource(try scene.run.snapshot(.checkpoint, step: steps[steps.count - 1])), scene.view.layer)
    var range = ValueRange()
    if scene.view.scale == .shared {
      try scene.survey(steps) { range.include(try scene.run.snapshot(.checkpoint, step: $0).values(layer)) }
    }
    let reach = max(abs(range.ends.low), abs(range.ends.high))
    scale = scene.view.scale == .own ? .own : .fixed(-reach, reach)
    (self.steps, self.layer) = (steps, layer)
    title = scene.title ?? layer
  }

  var frameCount: Int { steps.count }
  func label(of frame: Int) -> String { "step \(steps[frame])" }

  func chart(of frame: Int) throws -> any Chart {
    let weights = try scene.run.snapshot(.checkpoint, step: steps[frame]).values(layer)
    return WeightImages(weights, limit: scene.view.limit).chart(title: title, scale: scale)
  }
}
