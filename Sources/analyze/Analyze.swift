import ArgumentParser
import Fathom

@main
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "See inside a neural network: maps, distributions and the health of its training.")
}
