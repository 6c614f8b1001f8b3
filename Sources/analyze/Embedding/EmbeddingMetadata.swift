import Fathom

/// How a map was made, for `--meta`.
struct EmbeddingMetadata {
  let json: JSON

  /// - Parameter part: What of a run was mapped.
  init(
    _ request: EmbeddingRequest, part: String?, _ plan: EmbeddingPlan, _ result: EmbeddingResult, _ quality: QualityReport?
  ) {
    json = .object([
      ("fathom", .text(fathomVersion)),
      ("source", .text(request.source.source)),
      ("part", JSON(part)),
      ("rows", .integer(plan.rows)),
      ("columns", .integer(plan.columns)),
      ("reduced_columns", plan.reducedColumns.map { .integer($0) } ?? .null),
      ("method", .text(request.method.method.rawValue)),
      ("dimensions", .integer(request.method.dimensions)),
      ("seed", .integer(Int(truncatingIfNeeded: request.execution.seed ?? ExecutionOptions.defaultSeed))),
      ("parameters", .object(Self.parameters(request))),
      ("result", .object(result.details)),
      ("quality", quality?.json ?? .null),
      ("warnings", .array(result.warnings.map { .text($0) })),
      ("threads", .integer(Parallel.threadCount)),
      ("instructions", .text("\(InstructionSet.current)")),
      ("openblas_kernels", .text(OpenBLAS.kernels)),
      ("peak_memory", .integer(Memory.peak.bytes)),
    ])
  }

  /// What decides the map beside the rows, by the names of the options.
  private static func parameters(_ request: EmbeddingRequest) -> [(String, JSON)] {
    let tsne = request.tsne
    guard request.method.method == .tsne else { return [] }
    let schedule = tsne.settings(request.method, seed: 0).schedule
    return [
      ("metric", .text(request.method.metric.rawValue)), ("perplexity", .number(tsne.perplexity)),
      ("schedule", .text(schedule.name)), ("early_iterations", .integer(schedule.earlyIterations)),
      ("iterations", .integer(schedule.iterations)), ("early_exaggeration", JSON(tsne.earlyExaggeration)),
      ("exaggeration", JSON(tsne.exaggeration)), ("learning_rate", .text(tsne.learningRate.description)),
      ("init", .text(tsne.initialization)), ("neighbors", .text(tsne.neighbors)), ("gradient", .text(tsne.gradient.rawValue)),
    ]
  }

  /// What a checkpoint must agree with to be gone on from. The numbers themselves are compared by the library.
  static func identity(_ request: EmbeddingRequest, of rows: LoadedSource) -> [(name: String, value: String)] {
    [
      ("rows", "\(rows.rowCount)"), ("columns", "\(rows.columnCount)"), ("dimensions", "\(request.method.dimensions)"),
      ("pca", request.method.pca.map { "\($0)" } ?? "default"), ("seed", "\(request.execution.seed ?? ExecutionOptions.defaultSeed)"),
    ] + parameters(request).map { ($0, $1.line) }
  }
}
