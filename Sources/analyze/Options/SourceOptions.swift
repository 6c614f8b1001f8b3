import ArgumentParser

/// What to embed, and what its rows are called.
struct SourceOptions: ParsableArguments {
  @Argument(
    help: """
      A file (a table, arrays or a model; recognised by content), a folder of pictures, a run directory, or a data set: digits, moons, blobs, swissroll, squares, mnist.
      """)
  var source = "digits"

  @Option(help: "The array to take from a file that holds several.")
  var tensor: String?

  @Option(help: ArgumentHelp("A file with one label for each row: CSV, NPY, NPZ, IDX, safetensors or PyTorch.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "The column (or the array of an NPZ or safetensors file) that holds the labels. (default: the one named label, if any)", valueName: "name"))
  var labelColumn: String?

  @Option(help: ArgumentHelp("Take only the first N rows.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up, not \(limit)") }
    if labels != nil, labelColumn != nil {
      throw ValidationError("--labels and --label-column both say where the labels are: give one")
    }
  }
}
