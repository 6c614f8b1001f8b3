import ArgumentParser

/// What of a run directory is looked at.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Of a run or a model's file: one point for each unit or filter of this layer.", valueName: "layer"))
  var weights: String?

  @Flag(help: "Of a run: one point for each probe sample, by its logits. What a run is mapped by unless told otherwise.")
  var logits = false

  @Option(help: ArgumentHelp("Of a run: one point for each probe sample, by what this layer makes of it.", valueName: "layer"))
  var features: String?

  @Option(
    help: ArgumentHelp(
      "Of a run: the step to look at; all puts the points of all steps on one map, with a column step.", valueName: "n|last|all"))
  var step: StepChoice?

  func validate() throws {
    if (weights == nil ? 0 : 1) + (logits ? 1 : 0) + (features == nil ? 0 : 1) > 1 {
      throw ValidationError("--weights, --logits and --features each choose what to map: give one")
    }
  }
}

/// Which of a run's steps.
enum StepChoice: Hashable, ExpressibleByArgument {
  case last, all
  case step(Int)

  init?(argument: String) {
    switch argument {
    case "last": self = .last
    case "all": self = .all
    default:
      guard let step = Int(argument), step >= 0 else { return nil }
      self = .step(step)
    }
  }
}
