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

  @Argument(help: ArgumentHelp("constant-init, moons, squares or mnist.", valueName: "recipe")) var recipe: String
  @OptionGroup(title: "The run") var directory: RunWritingOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Data and network") var setup: SetupOptions
  @OptionGroup(title: "Recording") var recording: RecordingOptions
  @Option(help: "Threads to use; the result never depends on it. (default: the machine's processors)") var threads: Int?
  @Option(help: "Progress on standard error: auto (a bar on a terminal, otherwise nothing), bar, json or none.")
  var progress = ProgressStyle.auto

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 up, not \(threads)") }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    try TrainingJob(self).run()
  }

  /// What was given on the command line, by the names of the options.
  var given: [(name: String, value: JSON)] { training.given + setup.given + recording.given }
}
