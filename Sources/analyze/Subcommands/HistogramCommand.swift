import ArgumentParser
import Fathom

/// `analyze histogram`: how the numbers of tensors are distributed, step by step.
struct HistogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "histogram", abstract: "Write the distribution of every tensor of checkpoints or of a run as CSV or for TensorBoard.",
    discussion: """
      A source is a run directory, a folder of checkpoints or of run directories, files of tensors, or the name of a data set; the step \
      of a file is the last number in its name where all files have different ones. Of several runs or folders, the source's name stands \
      before the tensor's, and TensorBoard gets a folder for each. The columns are step, tensor, left, right, count; a bin holds its left \
      edge, the last one its right edge too. Numbers that are not finite have rows of their own, with NaN, -Infinity or Infinity as both edges.
      """)

  @Argument(help: "Run directories, folders of checkpoints, or files of tensors: those of one network at several steps.") var sources: [String]
  @Option(help: ArgumentHelp("Only tensors whose names fit, for example 'conv*.weight'; may be given several times.", valueName: "glob"))
  var tensor: [String] = []
  @Flag(help: "The gradients (NAME.grad) instead of the weights; --tensor takes either name.") var gradients = false
  @Flag(help: "What each tensor changed by since the step before.") var changes = false
  @Option(help: ArgumentHelp("linear (equal widths from minimum to maximum), log (powers of two from zero) or tensorboard (powers of 1.1).", valueName: "kind"))
  var scale = BinScale.linear
  @Option(help: ArgumentHelp("How many linear bins. (default: 30)", valueName: "n")) var bins: Int?
  @Option(help: ArgumentHelp("Also write a TensorBoard event file into this folder.", valueName: "folder")) var tensorboard: String?
  @Option(help: ArgumentHelp("Also draw the distributions, over the steps where there are several: FILE.png, .svg or .pdf.", valueName: "file"))
  var plot: String?
  @OptionGroup(title: "Pictures") var picture: PictureOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    guard !sources.isEmpty else { throw ValidationError("histogram takes run directories, folders of checkpoints or files of tensors") }
    if let bins, bins < 1 || bins > 100_000 { throw ValidationError("--bins takes a number from 1 to 100,000, not \(bins)") }
    if bins != nil, scale != .linear { throw ValidationError("--bins counts linear bins; those of --scale \(scale.rawValue) follow from the numbers") }
    if gradients, changes { throw ValidationError("--gradients and --changes each choose what is counted: give one") }
  }

  func run() throws {
    execution.apply()
    try HistogramJob(
      sources: sources, subject: gradients ? .gradients : changes ? .changes : .weights, patterns: tensor, scale: scale, binCount: bins ?? 30,
      output: execution.output, tensorBoard: tensorboard, plot: plot, picture: picture, progress: execution.progress
    ).run()
  }
}
