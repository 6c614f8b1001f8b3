internal import CCairo

extension Canvas {
  /// A straight line between two points.
  struct Segment {
    var start: Point
    var end: Point
    var color: Color
  }

  /// Draws many thin lines, each over the ones before it.
  ///
  /// On pixels by a rasteriser of Fathom's own: Cairo takes 15 µs for a line, this a tenth of it. Meant for lines whose ends do not matter,
  /// because something covers them: they are cut straight along rows or columns.
  func segments(_ segments: [Segment], width: Double) {
    guard vectorFormat == nil else {
      for segment in segments { line(from: segment.start, to: segment.end, .init(segment.color, width: width)) }
      return
    }
    let scale = scale
    withPixels { pixels, columns, rows, stride in
      for segment in segments {
        LineRaster.draw(
          (segment.start.x * scale, segment.start.y * scale), (segment.end.x * scale, segment.end.y * scale), width: width * scale,
          segment.color, pixels, columns: columns, rows: rows, stride: stride)
      }
    }
  }
}

/// Lines by columns of pixels, or by rows where they are steep: of each column the part of three or more pixels that the line covers.
enum LineRaster {
  static func draw(
    _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), width: Double, _ color: Color, _ pixels: UnsafeMutablePointer<UInt32>,
    columns: Int, rows: Int, stride: Int
  ) {
    guard a.x.isFinite, a.y.isFinite, b.x.isFinite, b.y.isFinite else { return }
    let isSteep = abs(b.y - a.y) > abs(b.x - a.x)
    // u runs along the line, v across.
    var (start, end) = isSteep ? ((u: a.y, v: a.x), (u: b.y, v: b.x)) : ((u: a.x, v: a.y), (u: b.x, v: b.y))
    if start.u > end.u { swap(&start, &end) }
    let length = end.u - start.u
    guard length > 0 else { return }
    let slope = (end.v - start.v) / length
    let half = width * (1 + slope * slope).squareRoot() / 2
    let (uLimit, vLimit) = isSteep ? (rows, columns) : (columns, rows)
    let (uStep, vStep) = isSteep ? (stride, 1) : (1, stride)
    let opaque = color.withAlpha(1).pixel
    let (redBlue, green) = (opaque & 0xFF00FF, opaque >> 8 & 0xFF)
    let alpha = Int((min(max(color.alpha, 0), 1) * 256).rounded())
    let first = max(0, Int(max(start.u, -1).rounded(.down)))
    let last = min(uLimit - 1, Int(min(end.u, Double(uLimit)).rounded(.up)) - 1)
    guard first <= last, abs(start.v) < 1e6, abs(end.v) < 1e6 else { return }
    for u in first...last {
      // The part of this column that lies between the ends.
      var strength = alpha
      if Double(u) < start.u || Double(u + 1) > end.u {
        strength = Int(Double(alpha) * max(0, min(Double(u + 1), end.u) - max(Double(u), start.u)))
      }
      let center = start.v + (Double(u) + 0.5 - start.u) * slope
      // In 256ths of a pixel from here on.
      let low = max(0, Int((center - half) * 256))
      let high = min(vLimit << 8, Int((center + half) * 256))
      var v = low >> 8
      while v << 8 < high {
        let covered = min(high, (v + 1) << 8) - max(low, v << 8)
        let weight = UInt32(truncatingIfNeeded: (covered * strength + 128) >> 8)
        let place = u * uStep + v * vStep
        v += 1
        let (under, rest) = (pixels[place], 256 - weight)
        let mixedRedBlue = ((under & 0xFF00FF) * rest + redBlue * weight) >> 8 & 0xFF00FF
        let mixedGreen = ((under >> 8 & 0xFF) * rest + green * weight) >> 8
        pixels[place] = 0xFF00_0000 | mixedRedBlue | mixedGreen << 8
      }
    }
  }
}
