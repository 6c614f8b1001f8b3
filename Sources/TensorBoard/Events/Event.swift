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
