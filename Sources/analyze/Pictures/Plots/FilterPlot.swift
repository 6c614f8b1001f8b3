import Fathom

/// The weights of a layer as images.
struct FilterPlot {
  private let plan: PlotPlan

  init(_ plan: PlotPlan) { self.plan = plan }

  func drawing() throws -> PlotDrawing {
    let source = try WeightSource(plan.sources[0], step: plan.step)
    let name = try Self.layer(source, plan.layers)
    let images = WeightImages(try source.values(name), limit: plan.imageLimit)
    let chart = images.chart(title: plan.title ?? "\(name), \(source.name)", scale: plan.gridScale)
    return PlotDrawing(chart, notes: images.omission.map { [$0] } ?? [])
  }

  /// The layer asked for; else the first with filters, else the first with a matrix.
  static func layer(_ source: WeightSource, _ asked: [String]) throws -> String {
    if asked.count > 1 { throw Failure(.usage, "filters are those of one layer, not of \(asked.listed)") }
    let names = try source.tensors(asked, what: "weights with rows") { $0.count >= 2 && !$0.contains(0) }
    return names.first { source.shape(of: $0).count >= 3 } ?? names[0]
  }
}
