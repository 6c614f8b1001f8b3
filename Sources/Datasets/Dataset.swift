public import Formats
public import Tensors

/// Samples to look at, with what is known about them.
public struct Dataset: Sendable {
  public var name: String
  /// Shape [samples, features] or [samples, height, width]. Bytes stay bytes until ``features(_:)`` asks for them.
  public var samples: NumericArray
  /// The class of each sample, from 0.
  public var labels: [Int]?
  /// What the columns of two-dimensional samples are called.
  public var columnNames: [String]?
  /// Where the data come from.
  public var origin: String
  public var licence: String

  public init(
    name: String, samples: NumericArray, labels: [Int]? = nil, columnNames: [String]? = nil, origin: String, licence: String
  ) {
    precondition(samples.shape.rank >= 2, "samples of a data set have two axes or more, not shape \(samples.shape)")
    precondition(labels.map { $0.count == samples.shape[0] } ?? true, "\(labels?.count ?? 0) labels for \(samples.shape[0]) samples")
    self.name = name
    self.samples = samples
    self.labels = labels
    self.columnNames = columnNames
    self.origin = origin
    self.licence = licence
  }

  public var count: Int { samples.shape[0] }

  /// Numbers per sample.
  public var featureCount: Int { samples.shape.dropFirst().reduce(1, *) }

  /// The samples in `range`, or all, one row each. Shape [samples, featureCount].
  public func features(_ range: Range<Int>? = nil) -> Tensor<Float> {
    let part = range.map { samples.rows($0) } ?? samples
    let floats = part.floats()
    return floats.withUnsafeBufferPointer { Tensor($0, shape: [part.shape[0], featureCount]) }
  }

  /// The first samples, all if there are fewer.
  public func prefix(_ count: Int) -> Dataset {
    guard count < self.count else { return self }
    var result = self
    result.samples = samples.rows(0..<count)
    result.labels = labels.map { Array($0.prefix(count)) }
    return result
  }
}
