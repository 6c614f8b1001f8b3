/// Places on an axis with what is written there.
struct Ticks {
  var places: [(value: Double, label: String)]

  /// Round numbers within a range: 1, 2 or 5 times a power of ten apart, about `count` of them.
  static func linear(_ range: ClosedRange<Double>, about count: Int) -> Ticks {
    let width = range.upperBound - range.lowerBound
    // Nearer than numbers can tell, or further apart.
    guard width > max(abs(range.upperBound) * 1e-12, 1e-290), width.isFinite else { return Ticks(places: [(range.lowerBound, NumberText.short(range.lowerBound))]) }
    let rough = width / Double(max(1, count))
    let exponent = Int(PlotMath.log10(rough).rounded(.down))
    let power = PlotMath.power(10, Double(exponent))
    // The nearest by ratio.
    let factor = [(1.0, 1.414), (2, 3.162), (5, 7.071)].first { rough / power <= $0.1 }?.0 ?? 10
    let step = factor * power
    let stepExponent = factor == 10 ? exponent + 1 : exponent
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return Ticks(places: []) }
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    let largest = max(abs(values.first ?? 0), abs(values.last ?? 0))
    let top = largest > 0 ? Int((PlotMath.log10(largest) + 1e-9).rounded(.down)) : 0
    if top > 5 || top < -3 {
      return Ticks(places: values.map { value in
        let places = max(0, top - stepExponent)
        return (value, value == 0 ? "0" : NumberText.fixed(value / PlotMath.power(10, Double(top)), places: places) + "e\(top)")
      })
    }
    return Ticks(places: values.map { ($0, NumberText.fixed($0, places: max(0, -stepExponent))) })
  }

  /// Powers of ten within a range of positive numbers, about `count` of them.
  static func logarithmic(_ range: ClosedRange<Double>, about count: Int) -> Ticks {
    let (low, high) = (PlotMath.log10(range.lowerBound), PlotMath.log10(range.upperBound))
    let first = Int((low - 1e-9).rounded(.up))
    let last = Int((high + 1e-9).rounded(.down))
    guard last > first else {
      // Less than two powers: round numbers instead.
      return Ticks(places: linear(range, about: count).places.filter { $0.value > 0 })
    }
    let step = max(1, (last - first + 1) / max(1, count))
    return Ticks(places: stride(from: first, through: last, by: step).map { exponent in
      let value = PlotMath.power(10, Double(exponent))
      return (value, (-3...4).contains(exponent) ? NumberText.short(value, digits: 1) : "1e\(exponent)")
    })
  }
}
