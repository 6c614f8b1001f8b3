import ArgumentParser
import Fathom

/// The command `analyze`: one file per subcommand in `Commands`, nothing numeric anywhere.
@main
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "See inside a neural network: maps, distributions and the health of its training.",
    discussion: "Without a source, `analyze embed` maps the built-in handwritten digits.",
    version: "fathom \(fathomVersion)",
    subcommands: [
      EmbedCommand.self,
      TrainCommand.self,
      DoctorCommand.self,
      PlotCommand.self,
      FilmCommand.self,
      ReportCommand.self,
      InspectCommand.self,
      HistogramCommand.self,
      EventsCommand.self,
      DatasetsCommand.self,
      ConvertCommand.self,
    ])

  static func main() {
    Signals.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Ending.leave(with: error, of: self)
    }
  }
}
