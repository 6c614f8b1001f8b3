import Fathom

/// What a layer makes of one sample, step by step: maps, or bars; for logits with the right answer marked.
struct FeatureFilm: Film {
  enum Kind { case features, logits, probabilities }

  let title: String
  private let scene: FilmScene
  private let kind: Kind
  private let steps: [Int]
  private let layer: String
  private let range: (low: Double, high: Double)
  private let answer: Int?

  init(_ scene: FilmScene, kind: Kind) throws {
    (self.scene, self.kind) = (scene, kind)
    let all = try scene.steps(.activations)
    let last = try scene.run.snapshot(.activations, step: all[all.count - 1])
    let layer = try FeaturePlot.layer(last, kind == .features || !scene.view.layers.isEmpty ? scene.view.layers : ["logits"])
    let steps = try scene.steps(.activations, having: [layer])
    let sample = scene.view.sample
    var range = ValueRange()
    switch kind {
    case .probabilities: range.include(0); range.include(1)
    case .features, .logits:
      try scene.survey(steps) { step in
        let snapshot = try scene.run.snapshot(.activations, step: step)
        guard let ends = try FeatureMaps(snapshot.values(layer), sample: sample, path: snapshot.path).range else { return }
        range.include(Double(ends.low))
        range.include(Double(ends.high))
      }
    }
    (self.steps, self.layer, self.range) = (steps, layer, range.ends)
    let labels = try scene.run.probe()?.labels
    answer = labels.flatMap { $0.indices.contains(sample) ? $0[sample] : nil }
    let what = kind == .features ? layer : kind == .logits ? "Logits" : "Probabilities"
    title = scene.view.title ?? "\(what) of sample \(sample)" + (kind == .features ? "" : answer.map { ", label \($0)" } ?? "")
  }

  var frameCount: Int { steps.count }
  func label(of frame: Int) -> String { "step \(steps[frame])" }

  func chart(of frame: Int) throws -> any Chart {
    let snapshot = try scene.run.snapshot(.activations, step: steps[frame])
    let values = try snapshot.values(layer)
    var maps = try FeatureMaps(values, sample: scene.view.sample, path: snapshot.path)
    if kind == .probabilities { maps = maps.softmax() }
    let chart = maps.chart(title: title, limit: scene.view.imageLimit, scale: scene.view.gridScale, range: range)
    guard kind != .features, var bars = chart as? BarChart else { return chart }
    if let names = scene.run.description?.classNames, names.count == bars.names.count { bars.names = names }
    bars.highlighted = answer
    return bars
  }
}
