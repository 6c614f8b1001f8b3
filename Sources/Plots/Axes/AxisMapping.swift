/// Where numbers of an axis lie in a picture.
struct AxisMapping {
  /// In the axis's own measure: the number, or its logarithm.
  private(set) var low: Double
  private(set) var high: Double
  let scale: Axis.Scale
  private var start = 0.0
  private var length = 1.0

  init(_ axis: Axis, extent: Extent?) {
    scale = axis.scale
    if let range = axis.range, range.upperBound > range.lowerBound {
      (low, high) = (range.lowerBound, range.upperBound)
      if scale == .logarithmic { (low, high) = (PlotMath.log10(max(low, .leastNormalMagnitude)), PlotMath.log10(max(high, .leastNormalMagnitude))) }
      return
    }
    let extent = extent ?? Extent(0, 1)
    (low, high) = (extent.low, extent.high)
    if scale == .logarithmic {
      high = high > 0 ? PlotMath.log10(high) : 0
      low = low > 0 ? max(PlotMath.log10(low), high - 30) : high - 6
    }
    if !(high - low > abs(high) * 1e-12) {
      let around = scale == .logarithmic ? 0.5 : max(abs(high) * 0.1, high == 0 ? 1 : 0)
      (low, high) = (low - around, high + around)
    } else if !extent.isTight {
      let margin = (high - low) * 0.04
      (low, high) = (low - margin, high + margin)
    }
  }

  /// Lays the axis from one place to another.
  mutating func place(from start: Double, to end: Double) { (self.start, length) = (start, end - start) }

  /// Widens the range to so many units, the middle staying where it is.
  mutating func widen(to units: Double) {
    let middle = (low + high) / 2
    (low, high) = (middle - units / 2, middle + units / 2)
  }

  func position(_ value: Double) -> Double {
    let measure = scale == .linear ? value : value > 0 ? PlotMath.log10(value) : -.infinity
    return start + (measure - low) / (high - low) * length
  }

  var range: ClosedRange<Double> {
    scale == .linear ? low...high : PlotMath.power(10, low)...PlotMath.power(10, high)
  }

  func ticks(_ axis: Axis, about count: Int) -> Ticks {
    if let ticks = axis.ticks { return Ticks(places: ticks.map { ($0.value, $0.label) }) }
    return scale == .linear ? .linear(low...high, about: count) : .logarithmic(range, about: count)
  }
}
