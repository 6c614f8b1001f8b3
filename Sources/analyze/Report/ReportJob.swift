import Fathom

/// One run of `analyze report`: the sections of the page, each from what the run recorded.
struct ReportJob {
  private let plan: ReportPlan
  private let run: RunDirectory
  private let progress: Progress

  init(_ plan: ReportPlan, _ progress: Progress) throws {
    (self.plan, self.progress) = (plan, progress)
    guard case .run(let path) = try Source(trained: plan.run) else {
      throw Failure(.usage, "a report is made of a run directory, which \(plan.run) is not")
    }
    run = try RunDirectory(path)
  }

  func write() throws {
    guard plan.output != "-" else { throw Failure(.usage, "a report needs a path: -o report.html") }
    let output = try OutputFile(plan.output)
    PictureOutput.warnOfMissingLetters()
    let parts: [(title: String, blocks: () throws -> [ReportPage.Block])] = [
      ("Summary", summary), ("Health", health), ("Layers", layers), ("Curves", { try picture(.curves, "Learning curves", format: .svg) }),
      ("Histograms", { try ReportHistograms(run, stepLimit: plan.steps).blocks() }),
      ("Filters", { try picture(.filters, "The weights of a layer as images, blue below zero and red above") }), ("Feature maps", features), ("Map", map),
    ]
    var sections: [ReportPage.Section] = []
    for (done, part) in parts.enumerated() {
      progress.show(part.title.lowercased(), done, of: parts.count)
      sections.append(ReportPage.Section(part.title, try Self.said(part.blocks)))
    }
    do {
      try ReportPage(plan.title ?? "\(run.description?.recipe ?? "run"): \(plan.run)", sections).write(theme: plan.theme, to: output)
      progress.finish()
      PictureOutput.warnOfUncoveredLetters()
    } catch let error as DrawingError {
      throw Failure(.unavailable, "\(plan.output): \(error)")
    }
    try output.commit()
  }

  /// What a section cannot show, it says: a run may have recorded little.
  private static func said(_ blocks: () throws -> [ReportPage.Block]) throws -> [ReportPage.Block] {
    do {
      return try blocks()
    } catch let failure as Failure where failure.status == .badData || failure.status == .usage || failure.status == .cannotRead {
      return [.text("Not shown: \(failure.message)")]
    }
  }

  // MARK: - Sections

  private func summary() throws -> [ReportPage.Block] {
    var rows: [[String]] = [["run", plan.run]]
    if let description = run.description {
      rows += [description.recipe.map { ["recipe", $0] }].compactMap { $0 }
      rows += description.options.map { [$0.name, Self.words($0.value)] } + description.seeds.map { ["seed of \($0.name)", "\($0.value)"] }
      rows += description.versions.map { ["version of \($0.name)", $0.value] }
    }
    for (kind, name) in [(SnapshotKind.checkpoint, "checkpoints"), (.activations, "activations")] {
      let steps = try run.steps(kind)
      rows.append([name, steps.isEmpty ? "none" : "\(steps.count), steps \(steps[0]) to \(steps[steps.count - 1])"])
    }
    let parameters = try run.layers().flatMap(\.parameters).reduce(0) { $0 + $1.shape.reduce(1, *) }
    rows.append(["parameters", "\(parameters)"])
    var last: [String: MetricsRow] = [:]
    for row in try run.metrics()?.rows ?? [] { last[row.split] = row }
    for split in last.keys.sorted() {
      guard let row = last[split] else { continue }
      let figures = [row.loss.map { "loss \($0)" }, row.accuracy.map { "accuracy \($0)" }].compactMap { $0 }
      rows.append(["\(split) at the end", (["step \(row.step)"] + figures).joined(separator: ", ")])
    }
    return [.table(header: ["what", "value"], rows: rows, caption: "What the run is and how it ended.")]
  }

  private static func words(_ value: JSON) -> String {
    switch value {
    case .text(let text): text
    case .array(let values): values.map(words).joined(separator: ", ")
    case .null, .bool, .integer, .number, .object: value.line
    }
  }

  private func health() throws -> [ReportPage.Block] {
    let evidence = try HealthEvidence(run: run.path) { progress.show("checkpoints", $0, of: $1) }
    guard !evidence.isEmpty else { return [.text("There is nothing to judge the training by.")] }
    let all = FindingTable(Checkup.findings(in: evidence)).findings
    let found = all.filter { $0.verdict != .healthy }
    let healthy = "\(all.count - found.count) of \(all.count) signs and layers are healthy."
    guard !found.isEmpty else { return [.text("Nothing found. \(healthy)")] }
    let rows = found.map { finding in
      [
        finding.sign.rawValue, finding.layer, finding.verdict.description, finding.figure.digits(4), finding.threshold.digits(4),
        finding.step.map(String.init) ?? "", finding.criterion, finding.verdict == .ill ? finding.sign.remedy : "",
      ]
    }
    return [
      .text(healthy),
      .table(
        header: ["sign", "layer", "verdict", "figure", "threshold", "since step", "criterion", "what people do"], rows: rows,
        caption: "Signs of trouble, the ill first."),
    ]
  }

  private func layers() throws -> [ReportPage.Block] {
    let rows = try run.layers().map { layer in
      [
        layer.name, layer.kind ?? "", layer.outputShape.map { "\(Shape($0))" } ?? "",
        layer.parameters.map { "\($0.name) \(Shape($0.shape))" }.joined(separator: ", "),
        "\(layer.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) })",
      ]
    }
    guard !rows.isEmpty else { return [.text("The run tells nothing of its layers.")] }
    return [
      .table(header: ["layer", "kind", "output of a sample", "parameters", "how many"], rows: rows, caption: "The layers in the order of the network.")
    ]
  }

  /// A picture as `analyze plot` draws it.
  private func picture(_ kind: PlotKind, _ words: String, layer: String? = nil, format: PictureFormat = .png) throws -> [ReportPage.Block] {
    var plot = PlotPlan([run.path])
    (plot.layers, plot.sample) = (layer.map { [$0] } ?? [], plan.sample)
    let drawing = try kind.drawing(plot)
    var style = Style.screen
    if let size = drawing.naturalSize { style.size = size(style) }
    return [.picture(drawing.chart, style, format, alternative: [words, drawing.chart.title].compactMap { $0 }.joined(separator: ": "))]
      + drawing.notes.map { .text($0) }
  }

  /// More layers than these make a page long.
  private static let mostLayers = 4

  private func features() throws -> [ReportPage.Block] {
    guard try !run.steps(.activations).isEmpty else { return [.text("The run recorded no activations.")] }
    let snapshot = try run.snapshot(.activations)
    let maps = snapshot.names.filter { (snapshot.shape(of: $0)?.count ?? 0) >= 3 }
    let layers = maps.isEmpty ? Array(snapshot.names.prefix(1)) : Array(maps.prefix(Self.mostLayers))
    let more = maps.count > layers.count ? [ReportPage.Block.text("\(layers.count) of \(maps.count) layers are shown.")] : []
    return try layers.flatMap { layer in
      try picture(.features, "What layer \(layer) makes of sample \(plan.sample)", layer: layer)
    } + more
  }

  private func map() throws -> [ReportPage.Block] {
    guard try !run.steps(.activations).isEmpty else { return [.text("The run recorded no activations.")] }
    var selection = RunSelection()
    (selection.logits, selection.step) = (true, .all)
    selection.stepLimit = plan.steps
    let rows: LoadedSource
    do {
      rows = try RunReader(selection: selection, limit: nil, memoryLimit: plan.memoryLimit).read(run.path)
    } catch let error as FileError where error.kind == .badData {
      return [.text("Not shown: \(error)")]
    }
    let sequence = try EmbeddingSequence(
      rows, perplexity: TSNE().perplexity, tie: TSNE.Continuity().tie, seed: plan.seed, progress: progress)
    var page = try MapPicture.page(sequence.coordinates, of: rows, title: "")
    page.startsAtEnd = true
    return [
      .text("The probe samples by their logits, mapped by t-SNE; each step's map starts at the one before and is tied to it. \(sequence.note)."), .map(page),
    ]
  }
}
