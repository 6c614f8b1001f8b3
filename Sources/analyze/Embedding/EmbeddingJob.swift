import Fathom

/// One run of `analyze embed`: what was asked for, as steps in their order.
struct EmbeddingJob {
  private let request: EmbeddingRequest
  private let source: Source
  private let reader: SourceReader

  init(_ request: EmbeddingRequest) throws {
    self.request = request
    try Self.refuseWhatIsNotBuiltIn(request)
    source = try Source(request.source.source)
    reader = SourceReader(request.source, request.part, memoryLimit: request.execution.maxMemory)
  }

  /// What ``run()`` would do and take. Reads the source, since only that tells its size.
  func plan() throws -> EmbeddingPlan { EmbeddingPlan(request, for: try reader.read(source)) }

  func run() throws {
    let outputs = try EmbeddingOutputs(
      table: request.execution.output, model: request.results.saveModel, picture: request.results.plot,
      projector: request.results.projector, metadata: request.results.meta,
      inputs: [source.path, request.source.labels].compactMap { $0 })
    let rows = try reader.read(source)
    try rows.check()
    rows.notes.forEach { StandardError.write("analyze: \(rows.name): \($0)\n") }
    let plan = EmbeddingPlan(request, for: rows)
    try Memory.require(plan.memory, limit: request.execution.maxMemory, for: "\(rows.name): embedding \(plan.size)")

    let progress = Progress(request.execution.progress)
    defer { progress.finish() }
    let embedding = try embed(rows, plan, progress, model: outputs.model)
    embedding.result.warnings.forEach { StandardError.write("analyze: \(rows.name): warning: \($0)\n") }

    var report: QualityReport?
    if request.results.quality {
      progress.show("quality", 0, of: 1)
      report = try QualityReport(embedding, labels: rows.labels, metric: request.method.metric.metric)
      progress.finish()
    }
    try EmbeddingTable.write(embedding.result.coordinates, of: rows, to: outputs.table)
    try outputs.picture?.write(try picture(embedding.result.coordinates, of: rows, plan))
    if let page = outputs.page { try MapPicture.page(embedding.result.coordinates, of: rows, title: title(rows)).write(theme: request.picture.theme, to: page) }
    if let folder = outputs.projector { try writeProjector(embedding, of: rows, to: folder) }
    try outputs.metadata?.write(EmbeddingMetadata(request, part: rows.part, plan, embedding.result, report).json.pretty)
    try outputs.commit()
    if let report { StandardError.write("quality: \(report)\n") }
  }

  private func picture(_ coordinates: Tensor<Float>, of rows: LoadedSource, _ plan: EmbeddingPlan) throws -> Picture {
    Picture(try MapPicture.chart(coordinates, labels: rows.labels, names: rows.labelNames, title: title(rows)), request.picture.style)
  }

  private func title(_ rows: LoadedSource) -> String { request.picture.title ?? "\(rows.name), \(request.method.method.rawValue)" }

  private func writeProjector(_ embedding: EmbeddedRows, of rows: LoadedSource, to folder: OutputFolder) throws {
    let projector = EmbeddingProjector(rows)
    projector.warnings.forEach { StandardError.write("analyze: \(rows.name): warning: \($0)\n") }
    // Components are all that PCA leaves of the rows, and the page would make a map of a map.
    let vectors = request.method.method == .pca ? rows.samples.floats() : embedding.data
    try projector.write(vectors: vectors, map: embedding.result.coordinates, method: request.method.method.rawValue, to: folder)
  }

  private func embed(
    _ rows: LoadedSource, _ plan: EmbeddingPlan, _ progress: Progress, model: OutputFile?
  ) throws -> EmbeddedRows {
    let seed = request.execution.seed ?? ExecutionOptions.defaultSeed
    switch request.method.method {
    case .pca:
      progress.show("pca", 0, of: 1)
      let components = try PrincipalComponents(rows.samples, count: request.method.dimensions, seed: seed, source: rows.name)
      if let model { try components.write(to: model) }
      let result = EmbeddingResult(coordinates: components.coordinates, details: components.details)
      return EmbeddedRows(result: result, data: request.results.quality ? rows.samples.floats() : components.coordinates)
    case .tsne:
      let step = try tsne(rows, seed: seed)
      let data = try reduced(rows, to: plan.reducedColumns, seed: seed, progress)
      let (result, affinities) = try step.run(data, progress: progress)
      return EmbeddedRows(result: result, data: data, affinities: affinities)
    case .umap, .pacmap:
      throw Failure.notBuiltIn("--method \(request.method.method.rawValue)")
    }
  }

  private func reduced(_ rows: LoadedSource, to columns: Int?, seed: UInt64, _ progress: Progress) throws -> Tensor<Float> {
    guard let columns else { return rows.samples.floats() }
    progress.show("pca", 0, of: 1)
    return try PrincipalComponents(rows.samples, count: columns, seed: seed, source: rows.name).coordinates
  }

  private func tsne(_ rows: LoadedSource, seed: UInt64) throws -> TSNEStep {
    var settings = request.tsne.settings(request.method, seed: seed)
    settings.initialization = try request.tsne.initialization(of: rows.rowCount, dimensions: settings.dimensions)
    let identity = EmbeddingMetadata.identity(request, of: rows)
    let checkpoint = try request.results.checkpoint.map { try Checkpoint($0, every: request.results.checkpointEvery, identity: identity) }
    if checkpoint != nil { settings.progressInterval = Checkpoint.iterationsBetweenLooks }
    return TSNEStep(
      settings: settings, neighbors: try request.tsne.neighborGraph(of: rows.rowCount), checkpoint: checkpoint,
      resumed: try request.results.resume.map { try Checkpoint.read($0, expecting: identity) }, source: rows.name)
  }

  private static func refuseWhatIsNotBuiltIn(_ request: EmbeddingRequest) throws {
    let results = request.results
    if let plot = results.plot, MapPicture.isPage(plot) {
      if request.method.dimensions != 2 { throw Failure(.usage, "a page shows maps of 2 dimensions, not of \(request.method.dimensions)") }
    } else if results.plot != nil, !(1...3).contains(request.method.dimensions) {
      throw Failure(.usage, "--plot draws maps of 1 to 3 dimensions, not of \(request.method.dimensions)")
    }
    if results.projector != nil, !(2...3).contains(request.method.dimensions) {
      throw Failure(.usage, "--projector shows maps of 2 or 3 dimensions, not of \(request.method.dimensions)")
    }
    switch request.method.method {
    case .umap, .pacmap: throw Failure.notBuiltIn("--method \(request.method.method.rawValue)")
    case .tsne where results.saveModel != nil: throw Failure.notBuiltIn("--save-model for tsne")
    case .pca where results.checkpoint != nil || results.resume != nil:
      throw Failure(.usage, "--checkpoint and --resume are for tsne; pca has no state to go on from")
    case .tsne, .pca: break
    }
  }
}
