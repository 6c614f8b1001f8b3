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

  private let command: FilmCommand

  init(_ command: FilmCommand) { self.command = command }

  func run() throws {
    let path = command.execution.output
    guard let form = Form(path: path) else {
      throw Failure(.usage, "a film of maps needs a path that ends with .csv, .gif, .html, .png, .svg or .pdf: -o FILE.gif")
    }
    guard case .run(let run) = try Source(trained: command.source) else {
      throw Failure(.usage, "a film is made of a run directory, which \(command.source) is not")
    }
    let output = try OutputFile(path)
    let progress = Progress(command.execution.progress)
    defer { progress.finish() }
    var rows = try RunReader(selection: try selection(), limit: nil, memoryLimit: command.execution.maxMemory).read(run)
    try rows.check()
    rows.name = run
    let sequence = try EmbeddingSequence(
      rows, perplexity: command.map.perplexity, pull: command.map.pull, seed: command.execution.seed ?? ExecutionOptions.defaultSeed,
      progress: progress)
    let title = command.picture.title ?? "\(run), \(command.view.layer.first ?? "logits"), t-SNE"
    switch form {
    case .table: try EmbeddingTable.write(sequence.coordinates, of: rows, to: output)
    case .page:
      try MapPicture.page(sequence.coordinates, of: rows, title: title).write(theme: command.picture.style.theme, to: output)
    case .frames(let format):
      PictureOutput.warnOfMissingLetters()
      do {
        let report = try FilmJob(command).write(EmbeddingFilm(sequence, title: title), as: format, to: output, progress)
        progress.finish()
        if let omission = report.omission { StandardError.write("analyze: \(path): \(omission); --frames, --max-size and --steps choose\n") }
      } catch let error as DrawingError {
        throw Failure(.unavailable, "\(path): \(error)")
      }
    }
    try output.commit()
  }

  private func selection() throws -> RunSelection {
    let layers = command.view.layer
    if layers.count > 1 { throw Failure(.usage, "a map is that of one layer, not of \(layers.listed)") }
    if command.map.logits, !layers.isEmpty { throw Failure(.usage, "--logits and --layer each choose what to map: give one") }
    var selection = RunSelection()
    selection.step = .all
    selection.range = command.film.steps?.steps
    selection.features = layers.first
    selection.logits = layers.isEmpty
    return selection
  }
}
