public import Formats
public import TensorBoard

extension HealthEvidence {
  /// Of event files by any writer, as `EventFolder` finds them below `directory`.
  ///
  /// Scalars with `loss` in their tag are losses, of validation where the tag or the run's folder says `val`, `test` or `eval`.
  /// Histograms with `grad` in their tag are gradients, those with `activation` are left out, all others are weights.
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
    // Of several losses the one that was logged most often.
    func chosen(_ isWanted: (String) -> Bool) -> [Sample<Double>] {
      losses.names.filter(isWanted).map { losses[$0] }.reduce([]) { $1.count > $0.count ? $1 : $0 }
    }
    trainingLoss = chosen { !Self.isOfValidation($0) }
    validationLoss = chosen(Self.isOfValidation)
  }

  private mutating func add(_ value: SummaryValue, run: String, step: Int, losses: inout Records<Double>) {
    let name = run == "." ? value.tag : "\(run)/\(value.tag)"
    switch value.content {
    case .histogram(let buckets):
      add(TensorFigures(buckets: buckets.map { ($0.left, $0.right, $0.count) }), called: name, step: step)
    case .scalar(let number):
      if value.tag.hasSuffix(Self.nonFiniteTag), number > 0 {
        add(TensorFigures(buckets: [], nonFiniteCount: Int(min(number, 1e18))), called: String(name.dropLast(Self.nonFiniteTag.count)), step: step)
      } else if name.lowercased().contains("loss") {
        losses.append(number, of: name, step: step)
      }
    default: break
    }
  }

  private static func isOfValidation(_ name: String) -> Bool {
    let lower = name.lowercased()
    return ["val", "test", "eval"].contains { lower.contains($0) }
  }

  private mutating func add(_ figures: TensorFigures, called name: String, step: Int) {
    let lower = name.lowercased()
    if lower.contains("activation") { return }
    if lower.contains("grad") { gradients.append(figures, of: Self.parameter(name), step: step) } else { weights.append(figures, of: name, step: step) }
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
