public import Tensors

/// Why data cannot be trained on.
public enum DataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There are no samples to train on, or none to validate with.
  case empty(String)
  /// As many targets as samples are needed.
  case counts(samples: Int, targets: Int)
  /// What the network takes, and what the data are; both without the batch axis.
  case shape(of: String, expected: Shape, found: Shape)
  case labelOutOfRange(sample: Int, label: Float, classCount: Int)
  case nonFinite(of: String, sample: Int, value: Float)

  public var description: String {
    switch self {
    case .empty(let what): "there are no samples for \(what)"
    case .counts(let samples, let targets): "\(samples) samples with \(targets) targets"
    case .shape(let what, let expected, let found): "\(what) have shape \(found), and the network takes \(expected)"
    case .labelOutOfRange(let sample, let label, let classCount):
      "sample \(sample) has the label \(label == label.rounded() && abs(label) < 1e9 ? "\(Int(label))" : "\(label)"); "
        + "labels are whole numbers from 0 to \(classCount - 1)"
    case .nonFinite(let what, let sample, let value): "sample \(sample) has \(value) in its \(what)"
    }
  }
}
