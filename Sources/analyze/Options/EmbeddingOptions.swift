import ArgumentParser
import Fathom

/// The method, and what all methods have.
struct EmbeddingOptions: ParsableArguments {
  enum Method: String, CaseIterable, ExpressibleByArgument { case pca, tsne, umap, pacmap }

  @Option(help: "How rows become points. umap and pacmap are not built in yet.")
  var method = Method.tsne

  @Option(help: "Coordinates of each point in the map.")
  var dimensions = 2

  @Option(help: "How rows are compared.")
  var metric = MetricName.euclidean

  @Option(
    help: ArgumentHelp(
      "Reduce the columns to N principal components first, or off. (default: 50 where there are more, for Euclidean t-SNE)",
      valueName: "n|off"))
  var pca: Reduction?

  func validate() throws {
    if dimensions < 1 { throw ValidationError("--dimensions takes a number from 1 up, not \(dimensions)") }
  }
}

/// How many principal components a first reduction leaves.
enum Reduction: Hashable, ExpressibleByArgument {
  case off
  case components(Int)

  init?(argument: String) {
    if argument == "off" {
      self = .off
    } else if let count = Int(argument), count > 0 {
      self = .components(count)
    } else {
      return nil
    }
  }

  /// What the option's absence means.
  static let columnsLeftAlone = 50
}

/// The metrics, named for the command line.
enum MetricName: String, CaseIterable, ExpressibleByArgument {
  case euclidean, cosine, correlation, manhattan, chebyshev, hamming
  case innerProduct = "inner-product"

  var metric: Metric {
    switch self {
    case .euclidean: .euclidean
    case .cosine: .cosine
    case .correlation: .correlation
    case .manhattan: .manhattan
    case .chebyshev: .chebyshev
    case .hamming: .hamming
    case .innerProduct: .innerProduct
    }
  }
}
