/// Draws the frame of a chart: title, legend, axes with their numbers, so that nothing overlaps; the data have what is left.
struct PlaneLayout {
  let canvas: Canvas
  let style: Style

  private var tickSize: Double { style.tickSize }
  private var tickLength: Double { style.fontSize * 0.3 }

  func drawFrame(_ axes: Axes, xExtent: Extent?, yExtent: Extent?, legend: Legend, in area: Rectangle) -> Plane {
    var rest = style.drawTitle(axes.title, on: canvas, in: area)
    rest = LegendLayout(canvas: canvas, style: style).draw(legend, in: rest)

    var x = AxisMapping(axes.x, extent: xExtent)
    var y = AxisMapping(axes.y, extent: yExtent)
    let titleHeight = style.fontSize * 1.5
    let labelHeight = tickSize * 1.3
    let hasXLabels = axes.x.ticks.map { !$0.isEmpty } ?? true
    let bottom = (hasXLabels ? labelHeight + tickLength : 0) + (axes.x.title == nil ? 0 : titleHeight) + tickSize * 0.3
    let top = tickSize * 0.6
    let yCount = max(2, Int((rest.height - bottom - top) / (tickSize * 4.5)))
    // Equal units move the ends of the axes, and the numbers with them: a first guess at the frame gives both.
    if axes.hasEqualUnits {
      equalize(&x, &y, Size(rest.width - tickSize * 5, rest.height - bottom - top))
    }
    let yTicks = y.ticks(axes.y, about: yCount)
    let yLabels = min(yTicks.places.map { canvas.width(of: $0.label, size: tickSize) }.max() ?? 0, rest.width * 0.3)
    let left = yLabels + (yTicks.places.isEmpty ? 0 : tickLength + style.gap * 0.6) + (axes.y.title == nil ? 0 : titleHeight)
    let frame = rest.inset(left: left, top: top, right: tickSize * 1.2, bottom: bottom)
    x.place(from: frame.left, to: frame.right)
    y.place(from: frame.bottom, to: frame.top)
    let xTicks = fitting(axes.x, x, in: frame)

    drawGrid(axes, xTicks, yTicks, x, y, frame)
    drawTitles(axes, frame, rest)
    return Plane(canvas: canvas, style: style, frame: frame, x: x, y: y)
  }

  private func equalize(_ x: inout AxisMapping, _ y: inout AxisMapping, _ size: Size) {
    guard size.width > 0, size.height > 0, x.scale == .linear, y.scale == .linear else { return }
    let unit = max((x.high - x.low) / size.width, (y.high - y.low) / size.height)
    x.widen(to: unit * size.width)
    y.widen(to: unit * size.height)
  }

  /// As many numbers as have room beside each other.
  private func fitting(_ axis: Axis, _ mapping: AxisMapping, in frame: Rectangle) -> Ticks {
    var count = max(2, Int(frame.width / (tickSize * 6)))
    if axis.ticks != nil { return thinned(mapping.ticks(axis, about: count), mapping, frame) }
    while true {
      let ticks = mapping.ticks(axis, about: count)
      let needed = ticks.places.map { canvas.width(of: $0.label, size: tickSize) + style.gap * 1.5 }.reduce(0, +)
      if needed <= frame.width || count <= 1 { return ticks }
      count -= 1
    }
  }

  /// Of given words every k-th, so that none touches its neighbour.
  private func thinned(_ ticks: Ticks, _ mapping: AxisMapping, _ frame: Rectangle) -> Ticks {
    guard ticks.places.count > 1 else { return ticks }
    let limit = frame.width * 0.25
    var places = ticks.places.map { ($0.value, canvas.fitted($0.label, size: tickSize, in: limit)) }
    let positions = places.map { mapping.position($0.0) }
    let spacing = abs(positions[positions.count - 1] - positions[0]) / Double(places.count - 1)
    let widest = (places.map { canvas.width(of: $0.1, size: tickSize) }.max() ?? 0) + style.gap
    let step = max(1, Int((widest / max(spacing, 0.01)).rounded(.up)))
    places = places.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    return Ticks(places: places.map { (value: $0.0, label: $0.1) })
  }

  private func drawGrid(_ axes: Axes, _ xTicks: Ticks, _ yTicks: Ticks, _ x: AxisMapping, _ y: AxisMapping, _ frame: Rectangle) {
    let line = Canvas.Stroke(style.theme.grid, width: style.hairline)
    let ink = Canvas.Stroke(style.theme.mutedInk, width: style.hairline)
    let within = -0.5...(max(frame.width, frame.height) + 0.5)
    for tick in xTicks.places {
      let position = x.position(tick.value)
      guard within.contains(position - frame.left), position <= frame.right + 0.5 else { continue }
      if axes.showsGrid { canvas.line(from: Point(position, frame.top), to: Point(position, frame.bottom), line) }
      canvas.line(from: Point(position, frame.bottom), to: Point(position, frame.bottom + tickLength), ink)
      let half = canvas.width(of: tick.label, size: tickSize) / 2
      // A word at the end is moved in rather than cut.
      let center = min(max(position, half), canvas.size.width - half)
      canvas.text(
        tick.label, at: Point(center, frame.bottom + tickLength + tickSize * 0.75), size: tickSize, color: style.theme.mutedInk, anchor: .middle)
    }
    let shown = yTicks.places.sorted { $0.value < $1.value }.filter { (frame.top - 0.5...frame.bottom + 0.5).contains(y.position($0.value)) }
    var labelled: [Double] = []
    // Where not all have room, the ends have.
    for tick in shown.prefix(1) + shown.dropFirst().suffix(1) + shown.dropFirst().dropLast() {
      let position = y.position(tick.value)
      if axes.showsGrid { canvas.line(from: Point(frame.left, position), to: Point(frame.right, position), line) }
      guard labelled.allSatisfy({ abs($0 - position) >= tickSize * 1.1 }) else { continue }
      labelled.append(position)
      canvas.line(from: Point(frame.left - tickLength, position), to: Point(frame.left, position), ink)
      let label = canvas.fitted(tick.label, size: tickSize, in: frame.width * 0.5)
      canvas.text(
        label, at: Point(frame.left - tickLength - style.gap * 0.6, position), size: tickSize, color: style.theme.mutedInk, anchor: .end)
    }
    canvas.line(from: Point(frame.left, frame.top), to: Point(frame.left, frame.bottom), ink)
    canvas.line(from: Point(frame.left, frame.bottom), to: Point(frame.right, frame.bottom), ink)
  }

  private func drawTitles(_ axes: Axes, _ frame: Rectangle, _ area: Rectangle) {
    let size = style.fontSize
    if let title = axes.x.title {
      canvas.text(
        canvas.fitted(title, size: size, in: frame.width), at: Point(frame.center.x, area.bottom - size * 0.6), size: size,
        color: style.theme.ink, anchor: .middle)
    }
    if let title = axes.y.title {
      canvas.text(
        canvas.fitted(title, size: size, in: frame.height), at: Point(area.left + size * 0.6, frame.center.y), size: size,
        color: style.theme.ink, anchor: .middle, turned: true)
    }
  }
}
