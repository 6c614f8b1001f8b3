import Fathom

/// A layer's weights as images, step by step on one scale.
struct FilterFilm: Film {
  let title: String
  private let scene: FilmScene
  private let steps: [Int]
  private let layer: String
  /// Nil: each image has its own.
  private let reach: WeightImages.Reach?

  init(_ scene: FilmScene) throws {
    self.scene = scene
    layer = try FilterPlot.layer(scene.weights(), scene.view.layers)
    steps = try scene.steps(.checkpoint, having: [layer])
    title = scene.view.title ?? layer
    guard scene.view.gridScale != .own else {
      reach = nil
      return
    }
    var reach = WeightImages.Reach()
    let layer = layer
    try scene.survey(steps) { step in try scene.run.snapshot(.checkpoint, step: step).values(layer).withUnsafeBufferPointer { reach.add($0) } }
    self.reach = reach
  }

  var frameCount: Int { steps.count }
  func label(of frame: Int) -> String { "step \(steps[frame])" }

  func chart(of frame: Int) throws -> any Chart {
    let weights = try scene.run.snapshot(.checkpoint, step: steps[frame]).values(layer)
    var grid = WeightImages(weights, limit: scene.view.imageLimit).chart(title: title, scale: .own)
    reach?.apply(to: &grid)
    return grid
  }
}
