public import Formats
public import TensorBoard

extension HealthEvidence {
  /// Of the event files of one training, by any writer, as `EventFolder` finds them.
  ///
  /// Scalars with `loss` in their tag are losses, of validation where the tag or the file's folder says `val`, `test` or `eval`.
  /// Histograms with `grad` in their tag are gradients, those with `activation`, or with the name of an activation function, are
  /// activations, all others are weights. A folder is part of a tensor's name unless it is the training's own, or that of its training part.
  /// - Parameter files: Of one training: see ``ObservedTraining/all(at:progress:)``.
  public init(events files: [EventFolder.Found]) throws(FileError) {
    self.init()
    var losses = Records<Double>()
    for found in files {
      let file = try EventFile(found.path)
      while let event = try file.next() {
        guard case .summary(let values) = event.content else { continue }
        for value in values { add(value, run: found.run, step: event.step, losses: &losses) }
      }
    }
    // A training that was gone on with has several files, whose steps may overlap.
    weights.sort()
    gradients.sort()
    activations.sort()
    losses.sort()
    // Of several losses the one that was logged most often.
    func chosen(_ isWanted: (String) -> Bool) -> [Sample<Double>] {
      losses.names.filter(isWanted).map { losses[$0] }.reduce([]) { $1.count > $0.count ? $1 : $0 }
    }
    trainingLoss = chosen { !Self.isOfValidation($0) }
    validationLoss = chosen(Self.isOfValidation)
  }

  private mutating func add(_ value: SummaryValue, run: String, step: Int, losses: inout Records<Double>) {
    let isPlain = run == "." || run.lowercased() == "train" || run.lowercased() == "training"
    let prefix = isPlain ? "" : run + "/"
    switch value.content {
    // Of nothing, as writers leave it where no number is finite.
    case .histogram(let buckets) where !buckets.contains { $0.count > 0 }: break
    case .histogram(let buckets):
      add(buckets.map { ($0.left, $0.right, $0.count) }, tag: value.tag, prefix: prefix, step: step)
    case .scalar(let number):
      if value.tag.hasSuffix(Self.nonFiniteTag), number > 0 {
        let tag = String(value.tag.dropLast(Self.nonFiniteTag.count))
        add([(.nan, .nan, number)], tag: tag, prefix: prefix, step: step)
      } else if value.tag.lowercased().contains("loss") || run.lowercased().contains("loss") {
        losses.append(number, of: run == "." ? value.tag : "\(run)/\(value.tag)", step: step)
      }
    default: break
    }
  }

  private static let validationWords: Set = ["val", "valid", "validation", "test", "eval", "evaluation", "dev"]

  private static func isOfValidation(_ name: String) -> Bool {
    name.lowercased().split { !$0.isLetter }.contains { validationWords.contains(String($0)) }
  }

  private mutating func add(_ buckets: [(left: Double, right: Double, count: Double)], tag: String, prefix: String, step: Int) {
    let lower = tag.lowercased()
    let kind = ActivationFigures.Kind(called: tag)
    let isOfParameter = lower.contains("weight") || lower.contains("bias") || lower.contains("kernel")
    if lower.contains("grad") {
      gradients.append(TensorFigures(buckets: buckets), of: prefix + Self.parameter(tag), step: step)
    } else if lower.contains("activation") || kind != .other && !isOfParameter {
      activations.append(ActivationFigures(buckets: buckets, kind: kind), of: prefix + tag, step: step)
    } else if TensorRole(tag) != .optimizerState {
      weights.append(TensorFigures(buckets: buckets), of: prefix + tag, step: step)
    }
  }

  /// What Fathom's `SummaryWriter` puts behind a tag to count what is not finite.
  private static let nonFiniteTag = "/non-finite"

  /// `fc1.weight` for `fc1.weight.grad` and for `grad/fc1.weight`.
  private static func parameter(_ tag: String) -> String {
    for ending in [".grad", "/grad", "_grad", ".gradient", "/gradient"] where tag.hasSuffix(ending) { return String(tag.dropLast(ending.count)) }
    for beginning in ["gradients/", "grads/", "grad/"] where tag.hasPrefix(beginning) { return String(tag.dropFirst(beginning.count)) }
    return tag
  }
}
