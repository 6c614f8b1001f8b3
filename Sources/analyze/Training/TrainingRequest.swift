import ArgumentParser
import Fathom

/// All that `analyze train` can be asked for.
struct TrainingRequest: ParsableArguments {
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

  /// What was given on the command line, by the names of the options.
  var given: [(name: String, value: JSON)] { training.given + setup.given + recording.given }
}
