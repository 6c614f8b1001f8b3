/// The pictures that there are.
enum PlotKind: String, CaseIterable {
  case curves, boundary, logits, weights, gradients, filters, features, changes, samples, dendrogram, layers, scatter

  var summary: String {
    switch self {
    case .curves: "loss and accuracy; a run, metrics.csv, or files with a number on each line as loadtxt reads them"
    case .boundary: "what a network of two inputs decides where; a run that tells its layers"
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

  func drawing(_ plan: PlotPlan) throws -> PlotDrawing {
    switch self {
    case .curves: try CurvesPlot(plan).drawing()
    case .boundary: try BoundaryPlot(plan).drawing()
    case .logits: try LogitsPlot(plan).drawing()
    case .weights: try DistributionPlot(plan, .weights).drawing()
    case .gradients: try DistributionPlot(plan, .gradients).drawing()
    case .filters: try FilterPlot(plan).drawing()
    case .features: try plan.overTime ? DistributionPlot(plan, .features).drawing() : FeaturePlot(plan).drawing()
    case .changes: try ChangesPlot(plan).drawing()
    case .samples: try SamplesPlot(plan).drawing()
    case .dendrogram: try DendrogramPlot(plan).drawing()
    case .layers: try LayersPlot(plan).drawing()
    case .scatter: try TablePlot(plan).drawing()
    }
  }
}
