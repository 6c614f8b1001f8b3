import Fathom

extension TSNEOptions {
  /// The library's settings, without the start of the points, which may stand in a file.
  func settings(_ method: EmbeddingOptions, seed: UInt64) -> TSNE {
    var settings = TSNE()
    settings.dimensions = method.dimensions
    settings.metric = method.metric.metric
    settings.perplexity = perplexity
    settings.schedule = schedule
    if let earlyIterations { settings.earlyIterations = earlyIterations }
    if let iterations { settings.iterations = iterations }
    settings.earlyExaggeration = earlyExaggeration
    settings.exaggeration = exaggeration
    settings.learningRate = learningRate
    settings.gradient = gradient.method
    settings.seed = seed
    return settings
  }

  /// Where the points start: a rule, or the coordinates in a file, such as a map that `analyze embed` wrote.
  func initialization(of rows: Int, dimensions: Int) throws -> Initialization {
    switch initialization {
    case "pca": return .pca
    case "spectral": return .spectral
    case "random": return .random
    default:
      let start = try SourceReader().read(file: initialization)
      guard start.samples.shape == [rows, dimensions] else {
        throw Failure(
          .badData, "\(start.name): \(start.rowCount) rows of \(start.columnCount) columns, but the map starts from \(rows) of \(dimensions)")
      }
      try start.check()
      return .given(start.samples.floats())
    }
  }

  /// The neighbours given in a file: an NPZ with `indices` and `distances`, nearest first, as many rows as there are points.
  func neighborGraph(of rows: Int) throws -> NeighborGraph? {
    switch neighbors {
    case "auto", "exact": return nil
    case "approximate": throw Failure.notBuiltIn("--neighbors approximate")
    default: return try NeighborFile.read(neighbors, rows: rows)
    }
  }
}
