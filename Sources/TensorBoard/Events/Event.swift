/// One record of an event file.
public struct Event: Sendable {
  /// Seconds since 1970.
  public var wallTime: Double
  public var step: Int
  public var content: Content

  public enum Content: Sendable {
    /// The first record of a file.
    case fileVersion(String)
    case summary([SummaryValue])
    /// A record of another kind: a graph, a log message, a session's state.
    case other
  }

  public init(wallTime: Double, step: Int, content: Content) {
    self.wallTime = wallTime
    self.step = step
    self.content = content
  }

  /// What our files call themselves. Of a file that says 2, TensorBoard's Python reader keeps what a lower step of the same tag is to take the
  /// place of; of one that says 1 it drops it, as its Rust reader does of every file.
  static let version = "brain.Event:1"

  /// Whether it says no more than that the next event goes back to a lower step and takes the place of what was logged there.
  /// Only what begins in a file's first ``markReach`` bytes is one, so that a reader need not look for marks everywhere.
  var isMark: Bool { if case .summary(let values) = content { values.isEmpty } else { false } }
}

extension Event {
  /// In bytes: some steps of tens of thousands of distributions. A step's events are one write, which begins in the first half.
  static let markReach = 1 << 26
}

/// What was logged under one tag at one step.
public struct SummaryValue: Sendable {
  public var tag: String
  public var content: Content
  /// The dashboard that it is for, where the file says so: `scalars`, `histograms`, `images`, `text`, `hparams`.
  public var plugin: String?

  public enum Content: Sendable {
    case scalar(Double)
    case histogram([Bucket])
    case images([EncodedImage])
    case text([String])
    /// A tensor of another kind.
    case tensor(type: Int, shape: [Int])
    /// What a dashboard of its own keeps in a tag's description, as its message's bytes: `hparams` does.
    case pluginData([UInt8])
    /// A form that is not read: audio, and what only old versions wrote.
    case other
  }

  public init(tag: String, content: Content, plugin: String? = nil) {
    self.tag = tag
    self.content = content
    self.plugin = plugin
  }
}

/// How many numbers lie from `left` to `right`.
public struct Bucket: Sendable, Hashable {
  public var left: Double
  public var right: Double
  /// A whole number in all files but those that somebody has weighted.
  public var count: Double

  public init(left: Double, right: Double, count: Double) {
    self.left = left
    self.right = right
    self.count = count
  }
}

/// A picture as a file's bytes, PNG as a rule.
public struct EncodedImage: Sendable, Hashable {
  public var width: Int
  public var height: Int
  public var bytes: [UInt8]

  public init(width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }
}
