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

  @OptionGroup var request: EmbeddingRequest

  func run() throws {
    request.execution.apply()
    let job = try EmbeddingJob(request)
    if request.results.plan {
      try StandardOutput.write(try job.plan().description)
    } else {
      try job.run()
    }
  }
}
