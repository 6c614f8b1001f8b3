import ArgumentParser
import Fathom

/// `analyze doctor`: what is wrong with a training.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is wrong with a training: one row for each sign and layer, with figure, threshold and verdict.",
    discussion: """
      A source is a run directory, a folder of TensorBoard event files by any framework, a folder of checkpoints, files of tensors from \
      several steps of one training, or a table of losses as a run's metrics.csv. Of a log directory with several trainings, and of \
      checkpoints of several networks, each is judged on its own; its name stands before its layers'. The verdicts are healthy, warning, ill, \
      and "follows SIGN" where another sign of the same training explains it.
      """)

  @Argument(help: "A run directory, event files or folders of them, or checkpoints in the order of training.") var sources: [String]
  @Option(help: "How the rows are written: table (for people), csv or json.") var format = FigureTable.Format.table
  @Flag(help: "Leave out what is healthy.") var findings = false
  @Option(
    help: ArgumentHelp(
      "Signs, separated by commas, that make the exit status 1: \(HealthSign.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "signs"))
  var failOn: SignList?
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    guard !sources.isEmpty else { throw ValidationError("doctor takes a run directory, event files or checkpoints") }
    if let unknown = failOn?.unknown.first {
      throw ValidationError(
        "--fail-on: there is no sign \"\(unknown)\"; there are \(HealthSign.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    execution.apply()
    try DoctorJob(
      sources: sources, output: execution.output, format: format, findingsAlone: findings, failingSigns: failOn?.signs ?? [],
      progress: execution.progress
    ).run()
  }
}

/// Signs as `--fail-on` lists them.
struct SignList: ExpressibleByArgument {
  var signs: Set<HealthSign>
  /// What was listed and is none.
  var unknown: [String]

  init(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    signs = Set(names.compactMap { HealthSign(rawValue: $0) })
    unknown = names.filter { HealthSign(rawValue: $0) == nil }
  }
}
