/// What of a training is kept, and how often.
public struct RecordingPlan: Sendable {
  public enum Content: String, Sendable, CaseIterable, Comparable {
    case weights, gradients, activations

    public static func < (a: Content, b: Content) -> Bool { a.rawValue < b.rawValue }
  }

  public var contents: Set<Content> = [.weights]
  /// Steps between two recorded ones. The state before the first step and that after the last are always recorded.
  public var every = 1
  /// The layers whose weights and gradients are kept; nil: all. The first and the last checkpoint hold all weights.
  public var layers: [String]?
  /// The nodes whose values for the probe samples are kept, each with the name that it gets in the file.
  public var activations: [(name: String, node: String)] = []
  /// Steps between two resume points. The end of an epoch of several steps gets one too, and so does the last step.
  public var resumeEvery = 500

  public init() {}
}
