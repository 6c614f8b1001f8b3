import Fathom

/// One run of `analyze film embedding`: CSV, a page to explore, or frames.
struct EmbeddingFilmJob {
  private enum Form {
    case table
    case page
    case frames(FilmFormat)

    init?(path: String) {
      if path == "-" || path.lowercased().hasSuffix(".csv") {
        self = .table
      } else if MapPicture.isPage(path) {
        self = .page
      } else if let format = FilmFormat(path: path) {
        self = .frames(format)
      } else {
        return nil
      }
    }
  }

  private let plan: FilmPlan
  private let progress: Progress

  init(_ plan: FilmPlan, _ progress: Progress) { (self.plan, self.progress) = (plan, progress) }

  func run() throws {
    guard let form = Form(path: plan.output) else {
      throw Failure(.usage, "a film of maps needs a path that ends with .csv, .gif, .html, .png, .svg or .pdf: -o FILE.gif")
    }
    let source = plan.picture.sources[0]
    guard case .run(let run) = try Source(trained: source) else {
      throw Failure(.usage, "a film is made of a run directory, which \(source) is not")
    }
    let output = try OutputFile(plan.output)
    var rows = try RunReader(selection: try selection(), limit: nil, memoryLimit: plan.memoryLimit).read(run)
    try rows.check()
    rows.name = run
    let sequence = try EmbeddingSequence(rows, perplexity: plan.perplexity, tie: plan.tie, seed: plan.seed, progress: progress)
    let title = plan.picture.title ?? "\(run), \(plan.picture.layers.first ?? "logits"), t-SNE"
    switch form {
    case .table: try EmbeddingTable.write(sequence.coordinates, of: rows, to: output)
    case .page:
      var page = try MapPicture.page(sequence.coordinates, of: rows, title: title)
      page.note = [page.note, sequence.note].compactMap { $0 }.joined(separator: "; ")
      try page.write(theme: plan.pageTheme, to: output)
    case .frames(let format): try FilmOutput(plan, progress).write(EmbeddingFilm(sequence, title: title), as: format, to: output)
    }
    try output.commit()
  }

  private func selection() throws -> RunSelection {
    let layers = plan.picture.layers
    if layers.count > 1 { throw Failure(.usage, "a map is that of one layer, not of \(layers.listed)") }
    var selection = RunSelection()
    selection.step = .all
    selection.range = plan.steps
    selection.features = layers.first
    selection.logits = layers.isEmpty
    return selection
  }
}
