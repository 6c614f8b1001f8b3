import Fathom

/// What a film is made of, and where it goes.
struct FilmPlan {
  /// Its source is the run.
  var picture: PlotPlan
  var output: String
  var steps: ClosedRange<Int>?
  /// The most frames.
  var frames = 200
  /// Seconds that a frame stays.
  var delay = 0.1
  /// The most bytes of a GIF or a page.
  var byteLimit = 10_000_000
  /// Of updates, the share of the greatest changes that have the full colour.
  var highlight = 0.0001
  /// Whether a frame may be smaller than its style says, where it shows images.
  var fitsImages = false
  /// That a map's page begins with; nil: as the reader's system is.
  var pageTheme: Theme?
  /// Of maps.
  var perplexity = 30.0
  var tie = TSNE.Continuity().tie
  var memoryLimit: ByteSize?
  var seed: UInt64 = 42

  init(_ picture: PlotPlan, output: String) { (self.picture, self.output) = (picture, output) }
}

/// The films that there are.
enum FilmKind: String, CaseIterable {
  case filters, features, logits, probabilities, updates, histograms, embedding

  var summary: String {
    switch self {
    case .filters: "the weights of a layer as images"
    case .features: "what a layer makes of a probe sample"
    case .logits: "the logits of a probe sample as bars"
    case .probabilities: "their softmax"
    case .updates: "the units of layers as circles, between them a red line for a weight that grew and a blue one for one that shrank"
    case .histograms: "how the weights of layers are distributed"
    case .embedding: "the map of the probe samples by their logits or by what a layer makes of them, each step's starting at the one before and tied to it"
    }
  }
}
