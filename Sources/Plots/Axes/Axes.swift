/// One direction of a chart.
public struct Axis: Sendable, Hashable {
  public enum Scale: Sendable, Hashable { case linear, logarithmic }

  public struct Tick: Sendable, Hashable {
    public var value: Double
    public var label: String

    public init(_ value: Double, _ label: String) { (self.value, self.label) = (value, label) }
  }

  public var title: String?
  /// What is shown; nil: what the data cover, with a margin.
  public var range: ClosedRange<Double>?
  public var scale: Scale
  /// Places with words; nil: round numbers.
  public var ticks: [Tick]?

  public init(_ title: String? = nil, range: ClosedRange<Double>? = nil, scale: Scale = .linear, ticks: [Tick]? = nil) {
    (self.title, self.range, self.scale, self.ticks) = (title, range, scale, ticks)
  }
}

/// The frame of a chart: both directions and what is written above.
public struct Axes: Sendable, Hashable {
  public var title: String?
  public var x: Axis
  public var y: Axis
  /// Whether a unit is as long in both directions, as in a map.
  public var hasEqualUnits = false
  public var showsGrid = true

  public init(_ title: String? = nil, x: Axis = Axis(), y: Axis = Axis(), hasEqualUnits: Bool = false, showsGrid: Bool = true) {
    (self.title, self.x, self.y, self.hasEqualUnits, self.showsGrid) = (title, x, y, hasEqualUnits, showsGrid)
  }
}

/// What numbers cover.
public struct Extent: Sendable, Hashable {
  public var low: Double
  public var high: Double
  /// Whether the ends are to lie exactly at the frame.
  public var isTight: Bool

  public init(_ low: Double, _ high: Double, isTight: Bool = false) { (self.low, self.high, self.isTight) = (low, high, isTight) }

  /// Of the finite ones; nil where there are none.
  public init?(_ values: some Sequence<Double>, isTight: Bool = false) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.init(low, high, isTight: isTight)
  }

  func union(_ other: Extent?) -> Extent {
    guard let other else { return self }
    return Extent(min(low, other.low), max(high, other.high), isTight: isTight && other.isTight)
  }
}
