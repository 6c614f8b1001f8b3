import ArgumentParser
import Fathom

/// `analyze inspect`: the tensors of a file, their statistics and their spectra.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "List the tensors of a file with their statistics, and with --spectra what their singular values say.",
    discussion: """
      Elements pass through memory a block at a time, so that the file may be larger than it. Statistics are of the finite elements; \
      the others are counted. Tied tensors name the first of their kind; what is no tensor is told on standard error.
      """)

  @Argument(help: "A file of tensors, recognised by content, or a run directory.") var file: String
  @Option(help: ArgumentHelp("Only tensors whose names fit, for example 'conv*.weight'; may be given several times.", valueName: "glob"))
  var tensor: [String] = []
  @Flag(help: "Names, scalars and shapes alone: no element is read.") var list = false
  @Option(help: ArgumentHelp("Of a run: the step whose weights are looked at. (default: the last)", valueName: "n")) var step: Int?
  @Option(help: "How the rows are written: table (for people), csv or json.") var format = FigureTable.Format.table
  @OptionGroup(title: "Spectra") var spectra: SpectraOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func validate() throws {
    if list, spectra.areWanted { throw ValidationError("--list reads no elements, of which spectra are made: give one of them") }
    if let step, step < 0 { throw ValidationError("--step takes a number from 0 up, not \(step)") }
  }

  func run() throws {
    execution.apply()
    try InspectionJob(file: file, patterns: tensor.map(NamePattern.init), isList: list, step: step, format: format, spectra: spectra, execution: execution)
      .run()
  }
}
