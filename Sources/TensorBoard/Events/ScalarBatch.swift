/// Scalars of an event file, to be filled again and again by ``EventFile/read(_:into:)``.
public struct ScalarBatch: Sendable {
  public struct Scalar: Sendable {
    public let step: Int
    /// In seconds since 1970.
    public let wallTime: Double
    public let value: Double
    /// By its number in ``EventFile/tags``.
    public let tag: Int
  }

  public private(set) var scalars: [Scalar] = []

  public init() {}

  public var count: Int { scalars.count }

  mutating func append(_ scalar: Scalar) { scalars.append(scalar) }

  /// Forgets the scalars from the one numbered `start` on, but keeps their memory.
  mutating func removeAll(from start: Int = 0) { scalars.removeLast(count - start) }
}
