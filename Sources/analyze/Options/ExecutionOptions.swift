import ArgumentParser
import Fathom

/// The options that every subcommand has.
struct ExecutionOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Where the result goes; - or none: standard output.")
  var output = "-"

  @Option(help: "Threads to use; the result never depends on it. (default: the machine's processors)")
  var threads: Int?

  @Option(help: "What random choices start from. (default: 42; data sets have their own)")
  var seed: UInt64?

  static let defaultSeed: UInt64 = 42

  @Option(help: "Progress on standard error: auto (a bar on a terminal, otherwise nothing), bar, json or none.")
  var progress = ProgressStyle.auto

  @Option(
    help: ArgumentHelp(
      "Refuse before starting what would need more, for example 700M or 2GiB. (default: 80 % of the machine's)",
      valueName: "size"))
  var maxMemory: ByteSize?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 up, not \(threads)") }
    if output.isEmpty { throw ValidationError("--output takes a path, or - for standard output") }
  }

  /// Tells the libraries what holds for the whole process.
  func apply() {
    if let threads { Parallel.threadCount = threads }
  }
}
