import Fathom

/// t-SNE as the command runs it: settings from the options, progress shown, checkpoints written and resumed.
struct TSNEStep {
  let settings: TSNE
  /// The neighbours given in a file.
  let neighbors: NeighborGraph?
  let checkpoint: Checkpoint?
  let resumed: TSNEState?
  let source: String

  func run(_ data: Tensor<Float>, progress: Progress) throws -> (EmbeddingResult, Affinities) {
    let result: TSNEResult
    do {
      result = try checkpoint == nil ? fit(data, progress) : Signals.deferred { try fit(data, progress) }
    } catch let error as TSNEError {
      throw Self.failure(error, source: source)
    } catch let error as NeighborError {
      throw Failure(.badData, "\(source): \(error)")
    }
    progress.finish()
    return (EmbeddingResult(coordinates: result.embedding, details: details(result), warnings: result.warnings), result.affinities)
  }

  private func fit(_ data: Tensor<Float>, _ progress: Progress) throws -> TSNEResult {
    // A handler can only say whether to go on; what went wrong in it is thrown afterwards.
    var failure: (any Error)?
    let handler = { (step: TSNEProgress) -> Bool in
      progress.show(step)
      guard let checkpoint else { return true }
      do {
        try checkpoint.visit(step, isLast: Signals.isRequested)
        if Signals.isRequested { throw Interrupted() }
        return true
      } catch {
        failure = error
        return false
      }
    }
    let wantsReports = progress.isShown || checkpoint != nil
    do {
      let result =
        if let neighbors {
          try settings.fit(neighbors: neighbors, data: data, progress: wantsReports ? handler : nil, resuming: resumed)
        } else {
          try settings.fit(data, progress: wantsReports ? handler : nil, resuming: resumed)
        }
      if let failure { throw failure }
      return result
    } catch TSNEError.cancelled {
      throw failure ?? Interrupted()
    }
  }

  private static func failure(_ error: TSNEError, source: String) -> Failure {
    switch error {
    case .invalid: Failure(.usage, "\(error)")
    case .nonFinite, .stateDoesNotFit, .cancelled: Failure(.badData, "\(source): \(error)")
    }
  }

  private func details(_ result: TSNEResult) -> [(String, JSON)] {
    [
      ("gradient", .text(result.gradient.title)), ("iterations", .integer(result.iterationsRun)),
      ("perplexity", .number(result.perplexity)), ("learning_rates", .array(result.learningRates.map { JSON($0) })),
      ("kl_divergence", JSON(result.klDivergence)),
      ("seconds", .object(result.timings.map { ($0.stage, .number(($0.seconds * 1000).rounded() / 1000)) })),
    ]
  }
}

extension Progress {
  func show(_ step: TSNEProgress) {
    let measures = step.klDivergence.map { [(name: "kl", value: $0)] } ?? []
    show(step.stage.rawValue, step.iteration, of: step.total, measures)
  }
}
