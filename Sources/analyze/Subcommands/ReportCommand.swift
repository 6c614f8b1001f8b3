import ArgumentParser
import Fathom

/// `analyze report`: one page with all that a run shows.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Put all that a run shows on one page of HTML, which opens from disk and needs nothing else.",
    discussion: """
      The page holds a summary, what doctor finds, the layers, learning curves, histograms of the weights with a slider for the steps, filters, \
      feature maps of a probe sample, and the map of the probe samples, made at each step from the one before. What a run did not record is said.
      """)

  @Argument(help: ArgumentHelp("A run directory.", valueName: "run")) var source: String
  @Option(help: ArgumentHelp("Which of the probe samples the feature maps are of, counted from 0.", valueName: "n")) var sample = 0
  @Option(help: ArgumentHelp("The most steps of histograms and of the map; of more, evenly spread ones are taken.", valueName: "n")) var steps = 40
  @Option(help: "Colours that the page begins with. (default: those of the reader's system)") var theme: ThemeName?
  @Option(help: ArgumentHelp("What stands above the page. (default: the run's name)", valueName: "text")) var title: String?
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    if sample < 0 { throw ValidationError("--sample takes a number from 0 up, not \(sample)") }
    if steps < 1 { throw ValidationError("--steps takes a number from 1 up, not \(steps)") }
  }

  func run() throws {
    execution.apply()
    let progress = Progress(execution.progress)
    defer { progress.finish() }
    var plan = ReportPlan(source, output: execution.output)
    (plan.sample, plan.steps, plan.theme, plan.title) = (sample, steps, theme?.theme, title)
    (plan.seed, plan.memoryLimit) = (execution.seed ?? ExecutionOptions.defaultSeed, execution.maxMemory)
    try ReportJob(plan, progress).write()
  }
}
