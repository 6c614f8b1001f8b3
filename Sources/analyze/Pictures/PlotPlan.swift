import Fathom

/// What a picture is drawn from, which part of it is shown, and how.
struct PlotPlan {
  var sources: [String]
  /// Names of layers or tensors, or patterns.
  var layers: [String] = []
  /// Of the probe samples, counted from 0.
  var sample = 0
  /// Nil: as many as suit the kind of picture.
  var bins: Int?
  /// The most images; nil: as many as suit the kind of picture.
  var limit: Int?
  var gridScale = ImageGrid.Scale.shared
  var valueScale = Axis.Scale.linear
  /// Of a run; nil: the last.
  var step: Int?
  /// All recorded steps rather than one.
  var overTime = false
  /// Distance between the points at which a boundary is tried, and how far it is drawn beyond the samples.
  var grid = 0.02
  var margin = 0.5
  /// The place of a weight, as `3,0`.
  var weight = "0,0"
  var linkage = Linkage.Method.ward
  var style = Style.screen
  /// Nil: what the picture shows.
  var title: String?
  /// Nil: a data set's own.
  var seed: UInt64?

  init(_ sources: [String]) { self.sources = sources }

  static let usualBins = 20
  var imageLimit: Int { limit ?? 256 }

  /// The run that the source is.
  func run(for kind: String) throws -> RunDirectory {
    guard case .run(let path) = try Source(trained: sources[0]) else {
      throw Failure(.usage, "plot \(kind) is drawn from a run directory, which \(sources[0]) is not")
    }
    return try RunDirectory(path)
  }
}

/// What is drawn, and what the user should know of it.
struct PlotDrawing {
  var chart: any Chart
  var notes: [String] = []
  /// The size that suits it, where that is not the usual one.
  var naturalSize: ((Style) -> Size)?

  init(_ chart: any Chart, notes: [String] = []) {
    (self.chart, self.notes) = (chart, notes)
    if let grid = chart as? ImageGrid { naturalSize = grid.naturalSize }
  }
}
