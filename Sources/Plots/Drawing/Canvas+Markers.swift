internal import CCairo

extension Canvas {
  /// Draws round markers, each of one of `colors`.
  ///
  /// On pixels by masks of Fathom's own: Cairo takes 3 µs for a circle, a mask a thirtieth of it. In vector files all markers of a colour
  /// are one path of dots, 20 bytes a marker, so that they overlap as if they were opaque.
  /// - Parameters:
  ///   - points: Those that are not finite are left out.
  ///   - color: For each point its colour's place in `colors`.
  ///   - edge: A line around each marker.
  func markers(_ points: [Point], color indices: [UInt16], colors: [Color], radius: Double, edge: Color? = nil) {
    if vectorFormat == nil {
      rasterize(points, indices, colors, radius: radius, edge: edge)
    } else {
      strokeDots(points, indices, colors, radius: radius, edge: edge)
    }
  }

  private func strokeDots(_ points: [Point], _ indices: [UInt16], _ colors: [Color], radius: Double, edge: Color?) {
    var members = [[Int]](repeating: [], count: colors.count)
    for (point, index) in indices.enumerated() where points[point].x.isFinite && points[point].y.isFinite {
      members[Int(index)].append(point)
    }
    cairo_save(context)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    for (color, members) in zip(colors, members) where !members.isEmpty {
      guard let edge else {
        for member in members {
          cairo_move_to(context, points[member].x, points[member].y)
          cairo_line_to(context, points[member].x, points[member].y)
        }
        setColor(color)
        cairo_set_line_width(context, 2 * radius)
        cairo_stroke(context)
        continue
      }
      // Each on its own, so that one covers the edge of another.
      for member in members {
        circle(points[member], radius: radius, fill: color, stroke: Stroke(edge.withAlpha(edge.alpha * color.alpha), width: Self.edgeWidth(radius)))
      }
    }
    cairo_restore(context)
  }

  private func rasterize(_ points: [Point], _ indices: [UInt16], _ colors: [Color], radius: Double, edge: Color?) {
    // Where the clip is, in pixels: the masks know nothing of Cairo's.
    var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
    cairo_clip_extents(context, &left, &top, &right, &bottom)
    let scale = scale
    let edgeWidth = edge == nil ? 0 : Self.edgeWidth(radius)
    let inner = MarkerMask(radius: (radius - edgeWidth / 2) * scale)
    let ring = edge.map { _ in MarkerMask(radius: (radius + edgeWidth / 2) * scale, hole: (radius - edgeWidth / 2) * scale) }
    withPixels { pixels, width, height, stride in
      let clip = PixelClip(
        left: max(0, Int((left * scale).rounded())), top: max(0, Int((top * scale).rounded())),
        right: min(width, Int((right * scale).rounded())), bottom: min(height, Int((bottom * scale).rounded())))
      for (point, index) in zip(points, indices) {
        let (x, y) = (point.x * scale, point.y * scale)
        guard x > -100, y > -100, x < Double(width) + 100, y < Double(height) + 100 else { continue }
        let color = colors[Int(index)]
        inner.stamp(color, atX: x, y: y, pixels, stride: stride, clip)
        if let edge { ring?.stamp(edge.withAlpha(edge.alpha * color.alpha), atX: x, y: y, pixels, stride: stride, clip) }
      }
    }
  }

  private static func edgeWidth(_ radius: Double) -> Double { min(0.8, radius * 0.3) }
}

/// The pixels that may be changed.
struct PixelClip {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int
}

/// The coverage of the pixels of a disc or a ring, computed once for each of 4 x 4 places of its centre within a pixel.
struct MarkerMask {
  private static let phases = 4
  private let side: Int
  /// For each phase, row by row, how much of a pixel is covered, 0...256.
  private let coverage: [UInt16]

  /// - Parameters:
  ///   - radius: In pixels.
  ///   - hole: The radius of what is left out of the middle.
  init(radius: Double, hole: Double = 0) {
    let radius = min(max(radius, 0.3), 200)
    let hole = hole > 0 ? min(max(hole, 0.3), radius) : 0
    side = 2 * Int(radius.rounded(.up)) + 2
    let (phases, side) = (Self.phases, side)
    var coverage: [UInt16] = []
    coverage.reserveCapacity(phases * phases * side * side)
    for phase in 0..<phases * phases {
      let centerX = Double(side / 2) + (Double(phase % phases) + 0.5) / Double(phases) - 0.5
      let centerY = Double(side / 2) + (Double(phase / phases) + 0.5) / Double(phases) - 0.5
      for row in 0..<side {
        for column in 0..<side {
          // 8 x 8 places in each pixel.
          var hits = 0
          for sample in 0..<64 {
            let dx = Double(column) + (Double(sample % 8) + 0.5) / 8 - centerX
            let dy = Double(row) + (Double(sample / 8) + 0.5) / 8 - centerY
            let square = dx * dx + dy * dy
            if square <= radius * radius && (hole == 0 || square > hole * hole) { hits += 1 }
          }
          coverage.append(UInt16(hits * 4))
        }
      }
    }
    self.coverage = coverage
  }

  /// Lays the disc over the pixels with its centre at a place in pixels.
  func stamp(_ color: Color, atX x: Double, y: Double, _ pixels: UnsafeMutablePointer<UInt32>, stride: Int, _ clip: PixelClip) {
    // The mask's centre is at side / 2 - 0.5 + (phase + 0.5) / phases.
    let shiftedX = x - Double(side / 2) + 0.5
    let shiftedY = y - Double(side / 2) + 0.5
    let (left, top) = (Int(shiftedX.rounded(.down)), Int(shiftedY.rounded(.down)))
    let phaseX = min(Self.phases - 1, Int((shiftedX - Double(left)) * Double(Self.phases)))
    let phaseY = min(Self.phases - 1, Int((shiftedY - Double(top)) * Double(Self.phases)))
    let start = (phaseY * Self.phases + phaseX) * side * side
    let rows = max(0, clip.top - top)..<max(max(0, clip.top - top), min(side, clip.bottom - top))
    let columns = max(0, clip.left - left)..<max(max(0, clip.left - left), min(side, clip.right - left))
    let alpha = UInt32((min(max(color.alpha, 0), 1) * 256).rounded())
    let opaque = color.withAlpha(1).pixel
    let (redBlue, green) = (opaque & 0xFF00FF, opaque >> 8 & 0xFF)
    coverage.withUnsafeBufferPointer { coverage in
      for row in rows {
        let line = pixels + (top + row) * stride + left
        let mask = start + row * side
        for column in columns {
          let share = (UInt32(coverage[mask + column]) * alpha) >> 8
          guard share > 0 else { continue }
          if share == 256 {
            line[column] = opaque
            continue
          }
          let under = line[column]
          let rest = 256 - share
          let mixedRedBlue = ((under & 0xFF00FF) * rest + redBlue * share) >> 8 & 0xFF00FF
          let mixedGreen = ((under >> 8 & 0xFF) * rest + green * share) >> 8
          line[column] = 0xFF00_0000 | mixedRedBlue | mixedGreen << 8
        }
      }
    }
  }
}
