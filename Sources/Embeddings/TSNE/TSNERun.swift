/// What a run reports: progress, warnings and the stages' times.
struct Run {
  let progress: TSNE.ProgressHandler?
  private(set) var warnings: [String] = []
  private(set) var timings: [TSNEResult.Timing] = []
  private let start = monotonicSeconds()
  private var stageStart = monotonicSeconds()

  init(progress: TSNE.ProgressHandler?) { self.progress = progress }

  mutating func warn(_ message: String) { warnings.append(message) }

  /// Tells of a stage that begins before there is a map.
  mutating func begin(_ stage: TSNEProgress.Stage) throws {
    let told = TSNEProgress(stage: stage, iteration: 0, total: 0, klDivergence: nil, seconds: monotonicSeconds() - start, state: nil)
    if let progress, !progress(told) { throw TSNEError.cancelled }
  }

  /// Notes how long it took since the last stage ended.
  mutating func end(_ stage: String) {
    let now = monotonicSeconds()
    timings.append(TSNEResult.Timing(stage: stage, seconds: now - stageStart))
    stageStart = now
  }

  /// Whether to go on.
  func report(_ descent: GradientDescent, isEarly: Bool, kl: Double?, fingerprint: Int) -> Bool {
    guard let progress else { return true }
    return progress(
      TSNEProgress(
        stage: isEarly ? .earlyExaggeration : .optimization, iteration: descent.iteration, total: descent.totalIterations,
        klDivergence: kl, seconds: monotonicSeconds() - start, state: { descent.state(fingerprint: fingerprint) }))
  }
}
