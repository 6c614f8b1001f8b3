import Fathom

/// The units of linear layers as columns of circles, and between them how each weight changed since the step before: red where it grew, blue
/// where it shrank, in full colour beyond a threshold, else faded by the square of its share of it.
struct UpdateFilm: Film {
  let title: String
  private let scene: FilmScene
  /// Each with the one before it.
  private let steps: [(before: Int, after: Int)]
  private let columns: [NetworkGraph.Layer]
  /// Between column k and column k + 1.
  private let weights: [String]
  private let rules: [UpdateRule]

  /// A column of more units than these is no picture.
  private static let mostUnits = 256

  init(_ scene: FilmScene) throws {
    self.scene = scene
    // Which lines have the full colour is decided by all steps, not only by those that are shown.
    var whole = scene
    whole.plan.steps = nil
    (columns, weights) = try Self.columns(whole.weights(), scene.view.layers)
    let all = try whole.steps(.checkpoint, having: weights)
    guard all.count > 1, let last = all.last else {
      throw Failure(.badData, "\(scene.run.path): updates need two checkpoints of \(weights.listed), and there are \(all.count)")
    }
    steps = zip(all, all.dropFirst()).map { ($0, $1) }.filter { scene.plan.steps?.contains($0.after) ?? true }
    guard !steps.isEmpty else { throw Failure(.badData, "\(scene.run.path): no step of \(all[1]) to \(last) was asked for") }
    rules = try Self.rules(scene, weights, all)
    title = scene.view.title ?? "Weight updates"
  }

  /// The longest row of matrices each of which takes what the one before gives, without those that have too many inputs.
  private static func columns(_ source: WeightSource, _ asked: [String]) throws -> ([NetworkGraph.Layer], [String]) {
    let matrices = try source.tensors(asked, what: "weights of linear layers") { $0.count == 2 && $0[0] <= mostUnits && $0[0] > 0 && $0[1] > 0 }
    func layer(_ name: String) -> String {
      name.hasSuffix(WeightSource.weightSuffix) ? String(name.dropLast(WeightSource.weightSuffix.count)) : name
    }
    var best: ([NetworkGraph.Layer], [String]) = ([], [])
    var current = best
    for name in matrices {
      let shape = source.shape(of: name)
      if let units = current.0.last?.unitCount, units == shape[1] {
        current.1.append(name)
      } else {
        // A layer whose inputs are too many for a column begins with its outputs.
        current = shape[1] <= mostUnits ? ([.init("input", units: shape[1])], [name]) : ([], [])
      }
      current.0.append(.init(layer(name), units: shape[0]))
      if current.1.count > best.1.count { best = current }
    }
    guard !best.1.isEmpty else {
      throw Failure(
        .badData, "\(source.path): no two linear layers of up to \(mostUnits) units follow each other",
        hint: "record the weights of more layers, or name them with --layer")
    }
    return best
  }

  private static func rules(_ scene: FilmScene, _ weights: [String], _ steps: [Int]) throws -> [UpdateRule] {
    var counts: [Int] = []
    let first = try scene.run.snapshot(.checkpoint, step: steps[0])
    for name in weights { counts.append((first.shape(of: name) ?? []).reduce(1, *) * (steps.count - 1)) }
    let least = counts.min() ?? 0
    var tails = counts.map { ChangeTails(rank: UpdateRule.rank(count: $0, leastCount: least, share: scene.plan.highlight)) }
    var last: [Tensor<Float>] = []
    try scene.survey(steps) { step in
      let snapshot = try scene.run.snapshot(.checkpoint, step: step)
      let values = try weights.map { try snapshot.values($0) }
      for index in last.indices {
        guard values[index].shape == last[index].shape else {
          throw FileError(
            .badData, path: snapshot.path, "shape \(values[index].shape), but an earlier step has \(last[index].shape)",
            at: "tensor \"\(weights[index])\"")
        }
        tails[index].add(values[index] - last[index])
      }
      last = values
    }
    return tails.map(\.rule)
  }

  var frameCount: Int { steps.count }
  var colorCount: Int { 48 }
  var keyColors: [Color] { [Palette.increase, Palette.decrease] }
  func label(of frame: Int) -> String { "step \(steps[frame].after)" }

  func chart(of frame: Int) throws -> any Chart {
    let before = try scene.run.snapshot(.checkpoint, step: steps[frame].before)
    let after = try scene.run.snapshot(.checkpoint, step: steps[frame].after)
    var edges: [NetworkGraph.Edge] = []
    for (column, (name, rule)) in zip(weights, rules).enumerated() {
      let change = try after.values(name) - before.values(name)
      let inputs = change.shape[1]
      change.withUnsafeBufferPointer { values in
        for (place, value) in values.enumerated() {
          let (color, strength) = rule.color(Double(value))
          // Fainter than a screen shows.
          guard strength > 0.02 else { continue }
          edges.append(.init(layer: column, source: place % inputs, target: place / inputs, color: color.withAlpha(strength)))
        }
      }
    }
    // The strongest on top.
    edges.sort { ($0.color.alpha, $0.layer, $0.source, $0.target) < ($1.color.alpha, $1.layer, $1.source, $1.target) }
    return NetworkGraph(
      columns, edges: edges, title: title,
      legend: Legend([.init("increase", Palette.increase, .line), .init("decrease", Palette.decrease, .line)]))
  }
}
