import Fathom

/// How weights changed: the history of one, its change from each recorded step to the next, and how all changes of its layer are
/// distributed.
struct ChangesPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  private static let bins = 100

  func drawing() throws -> PlotDrawing {
    let run = try plan.run(for: "changes")
    let recorded = try run.steps(.checkpoint)
    guard recorded.count > 1 else { throw Failure(.badData, "\(run.path): changes need two checkpoints, and there are \(recorded.count)") }
    // Amid the others is what was recorded throughout; where a layer is named, the last has all.
    let source = WeightSource(try run.snapshot(.checkpoint, step: recorded[plan.layers.isEmpty ? recorded.count / 2 : recorded.count - 1]))
    let name = try source.tensors(plan.layers, what: "weights")[0]
    let steps = try run.steps(.checkpoint, having: name)
    guard steps.count > 1 else { throw Failure(.badData, "\(run.path): changes need two checkpoints of \(name), and there are \(steps.count)") }
    let first = try run.snapshot(.checkpoint, step: steps[0])
    let shape = first.shape(of: name) ?? []
    let place = try place(in: shape, of: name)

    var history: [Double] = []
    var all = Histogram()
    var last: Tensor<Float>?
    for step in steps {
      let snapshot = try run.snapshot(.checkpoint, step: step)
      let values = try snapshot.values(name)
      guard values.shape.dimensions == shape else {
        throw FileError(.badData, path: snapshot.path, "shape \(values.shape), but an earlier step has \(Shape(shape))", at: "tensor \"\(name)\"")
      }
      history.append(Double(values.withUnsafeBufferPointer { $0[place] }))
      if let last { all.merge(Histogram(of: values - last)) }
      last = values
    }
    let positions = steps.map(Double.init)
    let changes = zip(history.dropFirst(), history).map { $0 - $1 }
    let word = "\(name)[\(plan.weight)]"
    let charts: [any Chart] = [
      LineChart([.init(word, x: positions, y: history)], axes: Axes(word, x: Axis("step"), y: Axis("weight"))),
      LineChart([.init("change", x: Array(positions.dropFirst()), y: changes)], axes: Axes("Its changes", x: Axis("step"), y: Axis("change"))),
      HistogramChart(
        [.init("changes", DistributionCharts.bins(all, plan.bins ?? Self.bins))],
        axes: Axes("All changes of \(name)", x: Axis("change"), y: Axis("frequency", scale: plan.valueScale))),
    ]
    var drawing = PlotDrawing(Panels(charts, columns: 3, title: plan.title))
    if steps.count < recorded.count { drawing.notes = ["\(name) was recorded at \(steps.count) of \(recorded.count) steps"] }
    drawing.naturalSize = { Size($0.size.width * 1.8, $0.size.height * 0.7) }
    return drawing
  }

  /// The place of the weight in row-major order.
  private func place(in shape: [Int], of name: String) throws -> Int {
    let indices = plan.weight.split(separator: ",").map { Int($0) }
    var place = 0
    // Of a convolution `0,0` is the first weight of the first kernel: missing places are 0.
    for (axis, extent) in shape.enumerated() {
      guard axis < indices.count else {
        place *= extent
        continue
      }
      guard let index = indices[axis], (0..<extent).contains(index) else {
        throw Failure(.usage, "--weight \(plan.weight): no place in \(name) of shape \(Shape(shape))")
      }
      place = place * extent + index
    }
    return place
  }
}
