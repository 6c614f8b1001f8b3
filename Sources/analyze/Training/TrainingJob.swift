import Fathom

/// One run of `analyze train`.
struct TrainingJob {
  private let request: TrainingRequest
  private let recipe: any Recipe.Type

  init(_ request: TrainingRequest) throws {
    self.request = request
    recipe = try Self.recipe(request.recipe)
  }

  private static func recipe(_ name: String) throws -> any Recipe.Type {
    if let recipe = Recipes.named(name) { return recipe }
    throw Failure(.usage, "there is no recipe \(name); there are \(Recipes.all.map { $0.name }.joined(separator: ", "))")
  }

  func run() throws {
    do {
      let training = try TrainingRun(recipe, options(), given: given())
      if request.directory.wantsResume {
        let step = try training.resume(at: request.directory.path, step: request.directory.resumeStep)
        if step == 0 {
          StandardError.write("analyze: \(request.directory.path): the run ended before its first point to go on from, and begins anew\n")
        }
      } else {
        try training.begin(at: request.directory.path, overwrite: request.directory.overwrite)
      }
      try train(training)
    } catch let error as RecipeError {
      throw Failure(.usage, "\(recipe.name): \(error)")
    } catch let error as DataError {
      throw Failure(.badData, "\(recipe.name): \(error)")
    } catch let error as NetworkError {
      throw failure(error)
    }
  }

  private func train(_ training: TrainingRun) throws {
    let progress = Progress(request.progress)
    defer { progress.finish() }
    if progress.isShown { training.trainer.observers.append(TrainingProgress(progress, stepCount: training.stepCount)) }
    training.trainer.shouldStop = { Signals.isRequested }
    let result = try Signals.deferred { try training.trainer.run() }
    progress.finish()
    if let step = result.firstNonFiniteStep {
      StandardError.write("analyze: \(recipe.name): warning: the loss is not finite from step \(step) on\n")
    }
    if result.end == .interrupted {
      StandardError.write("analyze: \(request.directory.path): interrupted after step \(result.steps); --resume goes on\n")
      throw Interrupted()
    }
    try StandardOutput.write(summary(result) + "\n")
  }

  private func summary(_ result: TrainingResult) -> String {
    var parts = ["\(recipe.name): \(result.steps) steps"]
    if let epoch = result.lastEpoch {
      parts.append("loss \(CSVWriter.text(epoch.training.loss))")
      if let accuracy = epoch.training.accuracy { parts.append("accuracy \(accuracy)") }
      if let validation = epoch.validation {
        parts.append("validation loss \(CSVWriter.text(validation.loss))")
        if let accuracy = validation.accuracy { parts.append("validation accuracy \(accuracy)") }
      }
    }
    switch result.end {
    case .finished, .interrupted: break
    case .noImprovement: parts.append("ended early: the validation loss no longer went down")
    case .nonFiniteLoss: parts.append("ended early: the loss was not finite")
    }
    return parts.joined(separator: ", ")
  }

  // MARK: - What was asked for

  private func options() throws -> RecipeOptions {
    guard request.directory.wantsResume else {
      var options = recipe.defaults
      for (name, value) in request.given { try options.set(name, to: value, for: recipe) }
      return options
    }
    var options = try RecipeOptions.recorded(in: request.directory.path, for: recipe)
    for (name, value) in request.given { try options.change(name, to: value, for: recipe) }
    return options
  }

  private func given() throws -> TrainingRun.Given {
    TrainingRun.Given(
      weights: try request.setup.initialWeights.map { try InputFile($0).arrays() },
      batches: try request.setup.batches.map { try InputFile($0).arrays() })
  }

  private func failure(_ error: NetworkError) -> Failure {
    switch error {
    case .unknownNode(let name, let known):
      Failure(.usage, "\(recipe.name): --layers: there is no layer \(name); there are \(known.joined(separator: ", "))")
    case .stateDictionary, .valueShape:
      Failure(.badData, "\(request.setup.initialWeights ?? request.directory.path): \(error)")
    default: Failure(.badData, "\(recipe.name): \(error)")
    }
  }
}
