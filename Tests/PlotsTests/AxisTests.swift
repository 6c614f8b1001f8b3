import Testing

@testable import Plots

@Suite struct AxisTests {
  @Test(arguments: [
    (0.0...10.0, 5, ["0", "2", "4", "6", "8", "10"]), (-1...1, 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    (0...0.00042, 4, ["0", "1e-4", "2e-4", "3e-4", "4e-4"]), (0...3_000_000, 3, ["0", "1e6", "2e6", "3e6"]),
    (1995...2005, 5, ["1996", "1998", "2000", "2002", "2004"]), (0.1...0.35, 5, ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]),
  ])
  func ticksAreRound(range: ClosedRange<Double>, count: Int, labels: [String]) {
    #expect(Ticks.linear(range, about: count).places.map(\.label) == labels)
  }

  /// 1, 2 or 5 times a power of ten apart, inside the range, as many as asked for within a factor of about two.
  @Test func anyRangeHasRoundTicks() {
    for (index, low) in SampleCharts.spread(200, 0.618).enumerated() {
      let width = PlotMath.power(10, Double(index % 17) - 8) * (1 + low)
      let range = (low - 0.5)...(low - 0.5 + width)
      let ticks = Ticks.linear(range, about: 6).places.map(\.value)
      #expect((3...13).contains(ticks.count), "\(range): \(ticks)")
      #expect(ticks.allSatisfy { $0 >= range.lowerBound - width * 1e-6 && $0 <= range.upperBound + width * 1e-6 })
      let step = ticks[1] - ticks[0]
      let mantissa = step / PlotMath.power(10, PlotMath.log10(step * 1.0001).rounded(.down))
      #expect([1, 2, 5].contains { abs(mantissa - $0) < 0.01 }, "\(step)")
    }
  }

  @Test(arguments: [0.0...0.0, 0...Double.leastNonzeroMagnitude, 1...1.0.nextUp, -1e308...1e308, 1e300...1e301, 1e-300...1e-299])
  func noRangeIsTooMuch(range: ClosedRange<Double>) {
    #expect((1...20).contains(Ticks.linear(range, about: 5).places.count))
    var mapping = AxisMapping(Axis(), extent: Extent(range.lowerBound, range.upperBound))
    mapping.place(from: 0, to: 100)
    #expect(!mapping.ticks(Axis(), about: 5).places.isEmpty)
  }

  @Test func powersOfTen() {
    #expect(Ticks.logarithmic(0.0001...1000, about: 20).places.map(\.label) == ["1e-4", "0.001", "0.01", "0.1", "1", "10", "100", "1000"])
    #expect(Ticks.logarithmic(2...30, about: 5).places.allSatisfy { $0.value > 0 })
  }

  @Test func degenerateRangesAreWidened() {
    for extent in [Extent(0, 0), Extent(5, 5), Extent(-3, -3), Extent(1e300, 1e300), nil] {
      var mapping = AxisMapping(Axis(), extent: extent)
      mapping.place(from: 0, to: 100)
      #expect(mapping.high > mapping.low)
      #expect((0...100).contains(mapping.position(extent?.low ?? 0.5)))
    }
  }

  @Test func equalUnitsAreEqual() throws {
    let chart = ScatterChart([0, 10], [0, 1], axes: Axes(hasEqualUnits: true))
    let canvas = try Canvas(.png, size: Size(300, 200), scale: 1)
    let plane = PlaneLayout(canvas: canvas, style: .column).drawFrame(chart.axes, xExtent: chart.xExtent, yExtent: chart.yExtent, legend: Legend(), in: Rectangle(0, 0, 300, 200))
    let (origin, one) = (plane.point(0, 0), plane.point(1, 1))
    #expect(abs((one.x - origin.x) / (origin.y - one.y) - 1) < 0.05)
  }

  @Test func namesDoNotOverlap() throws {
    let canvas = try Canvas(.png, size: Size(200, 100), scale: 1, font: .builtIn)
    let bounds = Rectangle(0, 0, 200, 100)
    var placement = LabelPlacement(canvas: canvas, size: 10, within: bounds)
    var places: [Rectangle] = []
    for index in 0..<30 {
      guard let center = placement.place("name \(index)", around: Point(100 + Double(index % 3), 50)) else { continue }
      let width = canvas.width(of: "name \(index)", size: 10, bold: true)
      places.append(Rectangle(center.x - width / 2, center.y - 5, width, 10))
    }
    #expect(places.count >= 5)
    for (index, place) in places.enumerated() {
      #expect(bounds.contains(place) && !places[..<index].contains(where: place.intersects))
    }
  }

  @Test func contoursOfABowlAreCircles() throws {
    let (rows, columns) = (61, 61)
    let values = (0..<rows * columns).map { index -> Double in
      let (x, y) = (Double(index % columns) / 30 - 1, Double(index / columns) / 30 - 1)
      return (x * x + y * y).squareRoot()
    }
    let lines = ContourLines.lines(values, rows: rows, columns: columns, at: 0.5)
    #expect(lines.count == 1 && lines[0].count > 90)
    #expect(lines[0].first == lines[0].last)
    for point in lines[0] { #expect(abs((((point.x / 30 - 1) * (point.x / 30 - 1)) + (point.y / 30 - 1) * (point.y / 30 - 1)).squareRoot() - 0.5) < 0.002) }
    // Cut by the edge: four arcs.
    #expect(ContourLines.lines(values, rows: rows, columns: columns, at: 1.2).count == 4)
    #expect(ContourLines.lines(values, rows: rows, columns: columns, at: 7).isEmpty)
    #expect(ContourLines.lines([.nan, 1, 0, 1], rows: 2, columns: 2, at: 0.5).isEmpty)
  }
}
