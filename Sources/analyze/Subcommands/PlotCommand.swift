import ArgumentParser
import Fathom

/// `analyze plot`: one picture of a run, of a file of tensors or of data.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw what a run, a file of tensors or a data set holds: PNG, SVG or PDF.",
    discussion: """
      Kinds, each with what it is drawn from:

      \(PlotKind.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))
      """)

  @Argument(help: ArgumentHelp("One of these kinds.", valueName: "kind")) var kind: PlotKind
  @Argument(help: ArgumentHelp("A run directory, files, or a data set.", valueName: "source")) var sources: [String]
  @OptionGroup(title: "What is shown") var view: ViewOptions
  @OptionGroup(title: "Single kinds") var particular: PlotOptions
  @OptionGroup(title: "The picture") var picture: PictureOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    if sources.isEmpty { throw ValidationError("plot \(kind.rawValue) takes a source: \(kind.summary)") }
    if sources.count > 1, kind != .curves { throw ValidationError("plot \(kind.rawValue) takes one source, not \(sources.count)") }
  }

  func run() throws {
    execution.apply()
    let output = try PictureOutput(execution.output, differentFrom: sources)
    let drawing = try kind.drawing(plan)
    var style = picture.style
    if let natural = drawing.naturalSize, picture.size == .screen { style.size = natural(style) }
    drawing.notes.forEach { StandardError.write("analyze: \(sources[0]): \($0)\n") }
    try output.write(Picture(drawing.chart, style))
    try output.file.commit()
  }

  private var plan: PlotPlan {
    var plan = PlotPlan(sources)
    view.fill(&plan)
    (plan.step, plan.overTime, plan.weight) = (particular.stepNumber, particular.overTime, particular.weight)
    (plan.grid, plan.margin, plan.linkage) = (particular.grid, particular.margin, particular.linkage.method)
    (plan.style, plan.title, plan.seed) = (picture.style, picture.title, execution.seed)
    return plan
  }
}

extension PlotKind: ExpressibleByArgument {}

extension ViewOptions {
  func fill(_ plan: inout PlotPlan) {
    (plan.layers, plan.sample, plan.bins, plan.limit) = (layer, sample, bins, limit)
    plan.gridScale = scale == .own ? .own : .shared
    plan.valueScale = log ? .logarithmic : .linear
  }
}
