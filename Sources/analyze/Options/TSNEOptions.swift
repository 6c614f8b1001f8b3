import ArgumentParser
import Fathom

/// The options of t-SNE alone.
struct TSNEOptions: ParsableArguments {
  /// The ways to the repulsion, named for the command line.
  enum Gradient: String, CaseIterable, ExpressibleByArgument {
    case auto, exact, fft
    case barnesHut = "barnes-hut"

    var method: GradientMethod {
      switch self {
      case .auto: .automatic
      case .exact: .exact
      case .fft: .interpolated
      case .barnesHut: .barnesHut
      }
    }
  }

  @Option(help: "How many neighbours count, roughly; smooth.")
  var perplexity = 30.0

  @Option(help: "standard: the usual 250 early and 500 main iterations. fast: 100 and 150, with more momentum and a higher rate.")
  var schedule = OptimizationSchedule.standard

  @Option(help: ArgumentHelp("Iterations with early exaggeration. (default: the schedule's)", valueName: "n"))
  var earlyIterations: Int?

  @Option(help: ArgumentHelp("Iterations after them. (default: the schedule's)", valueName: "n"))
  var iterations: Int?

  @Option(help: "Factor on the attraction in the early iterations.")
  var earlyExaggeration: Float = 12

  @Option(help: "Factor on the attraction in the main iterations; above 1 makes tighter groups.")
  var exaggeration: Float = 1

  @Option(help: ArgumentHelp("Step size, or auto.", valueName: "rate|auto"))
  var learningRate = TSNE.LearningRate.automatic

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("Where points start: pca, spectral, random, or a file with one row for each.", valueName: "how|file"))
  var initialization = "pca"

  @Option(help: ArgumentHelp("auto, exact, approximate, or an NPZ file with indices and distances.", valueName: "how|file"))
  var neighbors = "auto"

  @Option(help: ArgumentHelp("How the repulsion is computed: auto, exact, barnes-hut or fft.", visibility: .hidden))
  var gradient = Gradient.auto

  func validate() throws {
    func requirePositive(_ value: Float, _ option: String) throws {
      if !(value > 0 && value.isFinite) { throw ValidationError("\(option) takes a number above 0, not \(value)") }
    }
    if !(perplexity >= 1 && perplexity.isFinite) {
      throw ValidationError("--perplexity takes a number from 1 up, not \(perplexity)")
    }
    for (option, count) in [("--iterations", iterations), ("--early-iterations", earlyIterations)] {
      if let count, count < 0 { throw ValidationError("\(option) takes a number from 0 up, not \(count)") }
    }
    try requirePositive(earlyExaggeration, "--early-exaggeration")
    try requirePositive(exaggeration, "--exaggeration")
  }
}

extension TSNE.LearningRate: ExpressibleByArgument {
  public init?(argument: String) {
    if argument == "auto" {
      self = .automatic
    } else if let value = Float(argument), value > 0, value.isFinite {
      self = .value(value)
    } else {
      return nil
    }
  }

  public var defaultValueDescription: String { description }

  var description: String {
    switch self {
    case .automatic: "auto"
    case .value(let value): "\(value)"
    }
  }
}

extension OptimizationSchedule: ExpressibleByArgument {
  public init?(argument: String) { self.init(named: argument) }

  public var defaultValueDescription: String { name }
  public static var allValueStrings: [String] { all.map(\.name) }
}
