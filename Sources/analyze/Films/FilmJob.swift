import Fathom

/// One run of `analyze film`.
struct FilmJob {
  private let command: FilmCommand

  init(_ command: FilmCommand) { self.command = command }

  func run() throws {
    let path = command.execution.output
    if command.kind == .embedding { return try EmbeddingFilmJob(command).run() }
    guard path != "-", let format = FilmFormat(path: path) else {
      throw Failure(.usage, "a film needs a path that ends with .gif, .html, .png, .svg or .pdf: -o FILE.gif")
    }
    guard case .run(let runPath) = try Source(trained: command.source) else {
      throw Failure(.usage, "a film is made of a run directory, which \(command.source) is not")
    }
    let output = try OutputFile(path)
    let progress = Progress(command.execution.progress)
    defer { progress.finish() }
    PictureOutput.warnOfMissingLetters()
    let film = try film(of: try RunDirectory(runPath), progress)
    do {
      let report = try write(film, as: format, to: output, progress)
      try output.commit()
      progress.finish()
      if let omission = report.omission {
        StandardError.write("analyze: \(path): \(omission); --frames, --max-size and --steps choose\n")
      }
    } catch let error as DrawingError {
      throw Failure(.unavailable, "\(path): \(error)")
    }
  }

  func write(_ film: some Film, as format: FilmFormat, to output: OutputFile, _ progress: Progress) throws -> FilmReport {
    var settings = FilmSettings(style: command.picture.style)
    settings.delay = command.film.delay
    settings.frameLimit = command.film.frames
    settings.sheetLimit = min(command.film.frames, settings.sheetLimit)
    settings.byteLimit = command.film.maxSize.bytes
    return try FilmWriter.write(film, as: format, settings, to: output) { done, total in progress.show("frames", done, of: total) }
  }

  private func film(of run: RunDirectory, _ progress: Progress) throws -> any Film {
    let scene = FilmScene(run: run, view: command.view, options: command.film, title: command.picture.title, progress: progress)
    return switch command.kind {
    case .filters: try FilterFilm(scene)
    case .features: try FeatureFilm(scene, kind: .features)
    case .logits: try FeatureFilm(scene, kind: .logits)
    case .probabilities: try FeatureFilm(scene, kind: .probabilities)
    case .updates: try UpdateFilm(scene)
    case .histograms: try HistogramFilm(scene)
    case .embedding: preconditionFailure("EmbeddingFilmJob makes it")
    }
  }
}

/// What a film is made from.
struct FilmScene {
  let run: RunDirectory
  let view: ViewOptions
  let options: FilmOptions
  let title: String?
  let progress: Progress

  /// The recorded steps that were asked for.
  func steps(_ kind: SnapshotKind) throws -> [Int] {
    let all = try run.steps(kind)
    let chosen = all.filter { options.steps?.steps.contains($0) ?? true }
    guard !chosen.isEmpty else {
      throw Failure(
        .badData, all.isEmpty ? "\(run.path): the run has no \(kind.folder)" : "\(run.path): no step of \(all[0]) to \(all[all.count - 1]) was asked for")
    }
    return chosen
  }

  /// Goes once through all steps before the first frame is drawn, for what all frames share: the ends of a scale.
  func survey(_ steps: [Int], _ body: (_ step: Int) throws -> Void) throws {
    for (done, step) in steps.enumerated() {
      progress.show("reading", done, of: steps.count)
      try body(step)
    }
  }
}

/// The least and the greatest finite number seen.
struct ValueRange {
  private(set) var low = Double.infinity
  private(set) var high = -Double.infinity

  var isEmpty: Bool { low > high }

  mutating func include(_ tensor: Tensor<Float>) {
    tensor.withUnsafeBufferPointer { values in for value in values { include(Double(value)) } }
  }

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    low = min(low, value)
    high = max(high, value)
  }

  var ends: (low: Double, high: Double) { isEmpty ? (0, 1) : (low, high) }
}
