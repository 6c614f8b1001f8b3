/// What of a run directory is looked at, and at which step.
struct RunSelection {
  /// A layer with parameters.
  var weights: String?
  var logits = false
  /// A layer with activations.
  var features: String?
  var step: StepChoice?
  /// Of all steps, those that count; nil: every one.
  var range: ClosedRange<Int>?
  /// Of all steps, no more than so many, evenly spread.
  var stepLimit: Int?

  init() {}

  init(_ options: RunOptions) {
    weights = options.weights
    logits = options.logits
    features = options.features
    step = options.step
  }

  /// The option that was given, by its name; nil if none was.
  var given: String? {
    weights.map { _ in "--weights" } ?? (logits ? "--logits" : nil) ?? features.map { _ in "--features" } ?? step.map { _ in "--step" }
  }
}
