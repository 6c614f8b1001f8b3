import ArgumentParser
import Fathom

/// Which part of a source a picture or a film shows.
struct ViewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The layer or tensor to show, or a pattern as conv*; may be given several times.", valueName: "name"))
  var layer: [String] = []
  @Option(help: ArgumentHelp("Which of the probe samples, counted from 0.", valueName: "n")) var sample = 0
  @Option(help: ArgumentHelp("Bins of histograms. (default: 20; changes 100, film histograms 40)", valueName: "n")) var bins: Int?
  @Option(help: ArgumentHelp("Whether images share a scale of colours or have their own: shared or own.", valueName: "which")) var scale = ScaleName.shared
  @Option(help: ArgumentHelp("Show no more than so many images. (default: 256; samples 36)", valueName: "n")) var limit: Int?
  @Flag(help: "Logarithmic numbers upwards.") var log = false

  enum ScaleName: String, CaseIterable, ExpressibleByArgument { case shared, own }

  func validate() throws {
    if sample < 0 { throw ValidationError("--sample takes a number from 0 up, not \(sample)") }
    if let bins, !(1...10_000).contains(bins) { throw ValidationError("--bins takes a number from 1 to 10000, not \(bins)") }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up, not \(limit)") }
  }
}

/// What single kinds of pictures have.
struct PlotOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The step of a run to look at. (default: the last)", valueName: "n|last")) var step: StepChoice = .last
  @Flag(help: "weights, gradients, features: ridgelines over all recorded steps.") var overTime = false
  @Option(help: ArgumentHelp("boundary: distance between the points that are tried.", valueName: "distance")) var grid = 0.02
  @Option(help: ArgumentHelp("boundary: how far beyond the samples.", valueName: "distance")) var margin = 0.5
  @Option(help: ArgumentHelp("changes: the place of the weight whose history is drawn.", valueName: "row,column")) var weight = "0,0"
  @Option(help: "dendrogram: how far apart groups are: ward, average, complete or single.") var linkage = LinkageName.ward

  enum LinkageName: String, CaseIterable, ExpressibleByArgument {
    case ward, average, complete, single
    var method: Linkage.Method { Linkage.Method(rawValue: rawValue)! }
  }

  /// Nil: the last.
  var stepNumber: Int? { if case .step(let step) = step { step } else { nil } }

  func validate() throws {
    if step == .all { throw ValidationError("--step takes one step; --over-time and analyze film show all") }
    for (name, value) in [("--grid", grid), ("--margin", margin)] where !(value.isFinite && value >= 0) || (name == "--grid" && value == 0) {
      throw ValidationError("\(name) takes a distance, not \(value)")
    }
  }
}
