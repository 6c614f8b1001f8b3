import ArgumentParser
import Fathom

/// `analyze events`: what TensorBoard event files hold, as CSV; whether they are whole; what is left of a damaged one.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Turn TensorBoard event files of any origin into CSV, check or repair them.",
    discussion: """
      A path is an event file or a folder with event files in it, at any depth. Without a choice, the scalars are written.
      A record whose checksum is wrong is left out, with a line on standard error.
      """)

  @Argument(help: "Event files, or folders that hold them.") var paths: [String]
  @Flag(help: "The scalars: step, wall_time, value, tag, run.") var scalars = false
  @Flag(help: "The histograms' buckets: step, wall_time, left, right, count, tag, run.") var histograms = false
  @Flag(help: "The nine quantiles that the Distributions page draws: step, wall_time, p0 ... p100, tag, run.") var distributions = false
  @Flag(help: "Check every checksum: events, damaged, file. The status is 65 if anything is damaged.") var verify = false
  @Option(help: ArgumentHelp("Write the whole records of one event file to another.", valueName: "file")) var repair: String?
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("events takes the path of an event file or of a folder") }
    if [scalars, histograms, distributions, verify, repair != nil].filter({ $0 }).count > 1 {
      throw ValidationError("choose one of --scalars, --histograms, --distributions, --verify and --repair")
    }
  }

  func run() throws {
    execution.apply()
    let files = try EventSources.files(paths)
    if let repair { return try EventRepairJob(files: files, target: repair).run() }
    let output = try OutputFile(execution.output, differentFrom: files.map(\.path))
    if verify {
      try EventVerification(files: files).run(to: output)
    } else {
      try EventTable(kind: histograms ? .histograms : distributions ? .distributions : .scalars).write(files, to: output)
    }
  }
}
