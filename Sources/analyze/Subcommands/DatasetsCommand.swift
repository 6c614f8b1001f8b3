import ArgumentParser
import Fathom

/// `analyze datasets`: what is built in, or one of them as a file.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets", abstract: "List the built-in data sets, or write one out.",
    discussion: """
      The list is CSV: name, summary. A data set is written as CSV (the features, then label), NPY (the features), NPZ or safetensors \
      (samples and labels), by the ending of the output's name; CSV on standard output.
      """)

  @Argument(help: "The data set to write; without it, the list.") var name: String?
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func run() throws {
    execution.apply()
    let output = execution.output
    guard let name else {
      let file = try OutputFile(output)
      try CSVWriter().write(
        [
          CSVColumn("name", .text(Dataset.catalogue.map(\.name))), CSVColumn("summary", .text(Dataset.catalogue.map(\.summary))),
        ], to: file)
      return try file.commit()
    }
    guard Dataset.isKnown(name) else {
      throw Failure(
        .usage, "there is no data set \(name); there are \(Dataset.builtInNames.joined(separator: ", "))")
    }
    let format = try ArrayFormat(output: output)
    let file = try OutputFile(output)
    let dataset = if let seed = execution.seed { try Dataset.named(name, seed: seed) } else { try Dataset.named(name) }
    guard let dataset else { return }
    try format.write(dataset, to: file)
    try file.commit()
  }
}
