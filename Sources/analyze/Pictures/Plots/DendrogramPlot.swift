import Fathom

/// Which units of a layer are alike.
struct DendrogramPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let source = try WeightSource(plan.sources[0], step: plan.step)
    let name = try source.tensors(plan.layers, what: "weights with rows") { $0.count >= 2 }[0]
    let weights = try source.values(name)
    let units = weights.shape[0]
    guard units > 1, units <= Linkage.limit else {
      throw Failure(.badData, "\(source.path): a dendrogram takes 2 to \(Linkage.limit) units, and \(name) has \(units)")
    }
    let rows = weights.reshaped([units, weights.count / units])
    if let (row, _, value) = NumericArray.float(rows).firstNonFinite {
      throw FileError(.badData, path: source.path, "\(value) in row \(row); distances need finite numbers", at: "tensor \"\(name)\"")
    }
    let method = plan.linkage
    let merges = Linkage(of: rows, method).merges.map { Dendrogram.Merge($0.first, $0.second, height: $0.distance) }
    return PlotDrawing(
      Dendrogram(
        merges, leafNames: (0..<units).map(String.init),
        axes: Axes(
          plan.title ?? "Units of \(name), \(source.name)", x: Axis("unit"), y: Axis("distance (\(method.rawValue))"))))
  }
}

/// The layers of a run with their shapes.
struct LayersPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let run = try plan.run(for: "layers")
    let layers = try run.layers()
    guard !layers.isEmpty else { throw Failure(.badData, "\(run.path): the run tells no layers") }
    func shape(_ extents: [Int]) -> String { extents.map(String.init).joined(separator: " × ") }
    var rows = layers.map { layer in
      [
        layer.name, layer.kind ?? "", layer.outputShape.map(shape) ?? "", layer.parameters.map { shape($0.shape) }.joined(separator: ", "),
        "\(layer.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) })",
      ]
    }
    if let input = run.description?.inputShape { rows.insert(["input", "", shape(input), "", ""], at: 0) }
    let total = layers.flatMap(\.parameters).reduce(0) { $0 + $1.shape.reduce(1, *) }
    let table = TableChart(
      header: ["layer", "kind", "output", "parameters", "count"], rows: rows, rightAligned: [4],
      title: plan.title ?? "\(layers.count) layers, \(total) parameters")
    var drawing = PlotDrawing(table)
    drawing.naturalSize = { (try? table.naturalSize($0)) ?? $0.size }
    return drawing
  }
}
