import ArgumentParser
import Fathom

/// `analyze embed`: a map of the rows of a source.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Map rows to points in the plane, so that similar rows lie together.",
    discussion: """
      Writes CSV: index,x,y, then z with three dimensions (x1 to xk with more), then label and name where the rows have them. \
      Of a run directory with --step all, index counts the points of each step, and a column step follows the coordinates. \
      In a table, the labels are the column named label, or the only column of text; columns named index or id are left out.
      """)

  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Run directories") var part: RunOptions
  @OptionGroup(title: "Method") var method: EmbeddingOptions
  @OptionGroup(title: "t-SNE") var tsne: TSNEOptions
  @OptionGroup(title: "More results") var results: ResultOptions
  @OptionGroup(title: "Pictures") var picture: PictureOptions
  @OptionGroup(title: "Running") var execution: ExecutionOptions

  func run() throws {
    execution.apply()
    let job = try EmbeddingJob(self)
    if results.plan {
      try StandardOutput.write(try job.plan().description)
    } else {
      try job.run()
    }
  }
}
