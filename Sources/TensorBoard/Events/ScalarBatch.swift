/// Scalars of an event file in columns, to be filled again and again by ``EventFile/read(_:into:)``.
public struct ScalarBatch: Sendable {
  public private(set) var steps: [Int] = []
  /// In seconds since 1970.
  public private(set) var wallTimes: [Double] = []
  public private(set) var values: [Double] = []
  /// By their numbers in ``EventFile/tags``.
  public private(set) var tags: [Int] = []

  public init() {}

  public var count: Int { steps.count }

  mutating func append(step: Int, wallTime: Double, value: Double, tag: Int) {
    steps.append(step)
    wallTimes.append(wallTime)
    values.append(value)
    tags.append(tag)
  }

  /// Forgets the scalars from the one numbered `start` on, but keeps their memory.
  mutating func removeAll(from start: Int = 0) {
    steps.removeLast(count - start)
    wallTimes.removeLast(wallTimes.count - start)
    values.removeLast(values.count - start)
    tags.removeLast(tags.count - start)
  }
}
