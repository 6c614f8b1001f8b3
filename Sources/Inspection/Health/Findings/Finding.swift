/// How a layer, or the loss, stands by one sign.
public struct Finding: Sendable, Hashable {
  public enum Verdict: Sendable, Hashable, CustomStringConvertible {
    case healthy
    /// Near the threshold, or only for a time.
    case warning
    case ill
    /// As ill, but another sign of the same run explains it.
    case follows(HealthSign)

    public var description: String {
      switch self {
      case .healthy: "healthy"
      case .warning: "warning"
      case .ill: "ill"
      case .follows(let cause): "follows \(cause.rawValue)"
      }
    }

    /// Whether the threshold is crossed.
    public var isIll: Bool {
      switch self {
      case .ill, .follows: true
      case .healthy, .warning: false
      }
    }
  }

  public var sign: HealthSign
  /// The layer's or the tensor's name, or `loss`.
  public var layer: String
  public var verdict: Verdict
  /// What was measured, at its worst.
  public var figure: Double
  public var threshold: Double
  /// What figure and threshold are: `mean |gradient| below 1e-07`.
  public var criterion: String
  /// Who set the threshold.
  public var source: String
  /// Since when it is so without interruption; nil where nothing is wrong.
  public var step: Int?
}
