import ArgumentParser
import Fathom

/// `analyze train`: trains the network of a recipe and writes a run directory, which the other subcommands read.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network of a recipe and record what happens inside it.",
    discussion: """
      Recipes, each with the data, the network and the settings that its document has:

      \(Recipes.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

      The run directory gets run.json, metrics.csv, the losses and accuracies of the epochs as lists of numbers, checkpoints, activations of \
      a few probe samples, and points to go on from. Options that are not given are the recipe's, or with --resume those of the run.
      """)

  @OptionGroup var request: TrainingRequest

  func run() throws {
    if let threads = request.threads { Parallel.threadCount = threads }
    try TrainingJob(request).run()
  }
}
