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
    let drawing = try kind.drawing(self)
    var style = picture.style
    if let natural = drawing.naturalSize, picture.size == .screen { style.size = natural(style) }
    drawing.notes.forEach { StandardError.write("analyze: \(sources[0]): \($0)\n") }
    try output.write(Picture(drawing.chart, style))
    try output.file.commit()
  }
}

/// What is drawn, and what the user should know of it.
struct PlotDrawing {
  var chart: any Chart
  var notes: [String] = []
  /// The size that suits it, where that is not the usual one.
  var naturalSize: ((Style) -> Size)?

  init(_ chart: any Chart, notes: [String] = []) { (self.chart, self.notes) = (chart, notes) }
}

/// The pictures that there are.
enum PlotKind: String, CaseIterable, ExpressibleByArgument {
  case curves, boundary, logits, weights, gradients, filters, features, changes, samples, dendrogram, layers, scatter

  var summary: String {
    switch self {
    case .curves: "loss and accuracy; a run, metrics.csv, or files with a number on each line as loadtxt reads them"
    case .boundary: "what a network of two inputs decides where; a run of a recipe"
    case .logits: "the probe samples by their logits, more than two by principal components; a run"
    case .weights: "histograms of weights; a run or a file of tensors"
    case .gradients: "histograms of gradients; a run"
    case .filters: "the weights of a layer as images; a run or a file of tensors"
    case .features: "what a layer makes of a probe sample; a run"
    case .changes: "a weight's history, its changes, and all changes of its layer; a run"
    case .samples: "a contact sheet; a data set, a run's probe samples, or a file of images"
    case .dendrogram: "which units of a layer are alike, by their weights; a run or a file of tensors"
    case .layers: "the table of layers, shapes and parameters; a run"
    case .scatter: "the columns x and y of a table, coloured by label; a CSV file as embed writes it"
    }
  }

  func drawing(_ command: PlotCommand) throws -> PlotDrawing {
    switch self {
    case .curves: try CurvesPlot(command).drawing()
    case .boundary: try BoundaryPlot(command).drawing()
    case .logits: try LogitsPlot(command).drawing()
    case .weights: try DistributionPlot(command, suffix: "").drawing()
    case .gradients: try DistributionPlot(command, suffix: Snapshot.gradientSuffix).drawing()
    case .filters: try FilterPlot(command).drawing()
    case .features: try FeaturePlot(command).drawing()
    case .changes: try ChangesPlot(command).drawing()
    case .samples: try SamplesPlot(command).drawing()
    case .dendrogram: try DendrogramPlot(command).drawing()
    case .layers: try LayersPlot(command).drawing()
    case .scatter: try TablePlot(command).drawing()
    }
  }
}

extension PlotCommand {
  /// The run that the source is.
  func run(for kind: PlotKind) throws -> RunDirectory {
    guard case .run(let path) = try Source(trained: sources[0]) else {
      throw Failure(.usage, "plot \(kind.rawValue) is drawn from a run directory, which \(sources[0]) is not")
    }
    return try RunDirectory(path)
  }
}
