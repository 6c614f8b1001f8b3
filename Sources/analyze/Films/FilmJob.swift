import Fathom

/// One run of `analyze film`.
struct FilmJob {
  private let plan: FilmPlan
  private let kind: FilmKind
  private let progress: Progress

  init(_ plan: FilmPlan, _ kind: FilmKind, _ progress: Progress) { (self.plan, self.kind, self.progress) = (plan, kind, progress) }

  func run() throws {
    guard plan.output != "-", let format = FilmFormat(path: plan.output) else {
      throw Failure(.usage, "a film needs a path that ends with .gif, .html, .png, .svg or .pdf: -o FILE.gif")
    }
    let source = plan.picture.sources[0]
    guard case .run(let path) = try Source(trained: source) else {
      throw Failure(.usage, "a film is made of a run directory, which \(source) is not")
    }
    let output = try OutputFile(plan.output)
    let film = try film(of: FilmScene(run: try RunDirectory(path), plan: plan, progress: progress))
    try FilmOutput(plan, progress).write(film, as: format, to: output)
    try output.commit()
  }

  private func film(of scene: FilmScene) throws -> any Film {
    switch kind {
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
