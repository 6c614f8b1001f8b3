internal import CCairo

/// A surface to draw on, in points from the top left; pixels, SVG or PDF underneath.
///
/// A canvas belongs to one thread. What goes wrong on it is kept and thrown by ``finish()``.
public final class Canvas {
  public let size: Size
  public let font: Font
  /// Nil for pixels.
  let vectorFormat: PictureFormat?
  /// Pixels to a point; 1 for vectors.
  let scale: Double

  let context: OpaquePointer
  private let surface: OpaquePointer
  private let bytes = ByteBox()

  /// The most pixels that a picture may have: 400 MB of memory.
  static let pixelLimit = 100_000_000

  /// Where Cairo's streams go.
  private final class ByteBox {
    var bytes: [UInt8] = []
  }

  /// - Throws: Where the picture would be empty or too large.
  public init(_ format: PictureFormat, size: Size, scale: Double, font: Font = .available) throws(DrawingError) {
    let scale = format == .png ? scale : 1
    guard size.width >= 1, size.height >= 1, size.width.isFinite, size.height.isFinite, scale > 0,
      size.width * scale * size.height * scale <= Double(Self.pixelLimit), max(size.width, size.height) * scale <= 32_767
    else { throw DrawingError("a picture of \(size.width) x \(size.height) points at \(scale) pixels a point cannot be drawn") }
    self.size = size
    self.font = font
    self.scale = scale
    vectorFormat = format == .png ? nil : format
    let box = Unmanaged.passUnretained(bytes).toOpaque()
    let collect: cairo_write_func_t = { box, data, count in
      Unmanaged<ByteBox>.fromOpaque(box!).takeUnretainedValue().bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
      return CAIRO_STATUS_SUCCESS
    }
    switch format {
    case .png:
      let (width, height) = (Int32((size.width * scale).rounded()), Int32((size.height * scale).rounded()))
      surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)
    case .svg:
      surface = cairo_svg_surface_create_for_stream(collect, box, size.width, size.height)
    case .pdf:
      surface = cairo_pdf_surface_create_for_stream(collect, box, size.width, size.height)
      // Otherwise the hour would be in the file.
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nil)
    }
    context = cairo_create(surface)
    if format == .png { cairo_scale(context, scale, scale) }
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    cairo_destroy(context)
    // Bytes that the surface still wants to write find their box: it is released after this.
    cairo_surface_destroy(surface)
  }

  private func check() throws(DrawingError) {
    for status in [cairo_status(context), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
      throw DrawingError("the picture cannot be drawn: \(String(cString: cairo_status_to_string(status)))")
    }
  }

  /// The bytes of the file: the same for the same drawing, no dates in them.
  /// - Parameter title: What a reader that cannot see the picture is told, for SVG and PDF.
  public func finish(title: String? = nil) throws(DrawingError) -> [UInt8] {
    try check()
    switch vectorFormat {
    case nil: return try pixels().png()
    case .pdf?: if let title { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, Font.available.drawable(title)) }
    default: break
    }
    cairo_surface_finish(surface)
    try check()
    return vectorFormat == .svg ? SVGTitle.insert(title, into: SVGNames.renumbered(bytes.bytes)) : bytes.bytes
  }

  /// What was drawn so far, of a canvas of pixels.
  public func pixels() throws(DrawingError) -> PixelImage {
    try check()
    return withPixels { pixels, width, height, stride in
      PixelImage(width: width, height: height) { target in
        for row in 0..<height {
          (target.baseAddress! + row * width).update(from: pixels + row * stride, count: width)
        }
      }
    }
  }

  /// Gives the pixels as they lie in memory, to be read or changed: alpha, red, green, blue from the top of 32 bits.
  func withPixels<Result>(
    _ body: (_ pixels: UnsafeMutablePointer<UInt32>, _ width: Int, _ height: Int, _ stride: Int) throws -> Result
  ) rethrows -> Result {
    precondition(vectorFormat == nil, "vectors have no pixels")
    cairo_surface_flush(surface)
    defer { cairo_surface_mark_dirty(surface) }
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    return try cairo_image_surface_get_data(surface).withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
      try body(pixels, width, height, stride)
    }
  }
}

// MARK: - Lines and areas

extension Canvas {
  /// How a line is drawn.
  public struct Stroke {
    var color: Color
    var width: Double
    var dash: [Double]

    public init(_ color: Color, width: Double, dash: [Double] = []) { (self.color, self.width, self.dash) = (color, width, dash) }
  }

  func setColor(_ color: Color) { cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha) }

  /// Runs `body` with what it changes of clips and places undone afterwards.
  public func scoped<Result>(_ body: () throws -> Result) rethrows -> Result {
    cairo_save(context)
    defer { cairo_restore(context) }
    return try body()
  }

  public func clip(to rectangle: Rectangle) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_clip(context)
  }

  public func fill(_ rectangle: Rectangle, _ color: Color) {
    setColor(color)
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_fill(context)
  }

  public func stroke(_ rectangle: Rectangle, _ stroke: Stroke) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    finish(stroke)
  }

  public func line(from start: Point, to end: Point, _ stroke: Stroke) {
    cairo_move_to(context, start.x, start.y)
    cairo_line_to(context, end.x, end.y)
    finish(stroke)
  }

  /// A line through points; it is broken where one is not finite, and a point alone becomes a dot.
  public func polyline(_ points: [Point], _ stroke: Stroke) {
    trace(points)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    finish(stroke)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
  }

  public func polygon(_ points: [Point], fill: Color?, stroke: Stroke? = nil) {
    trace(points)
    cairo_close_path(context)
    paint(fill, stroke)
  }

  public func circle(_ center: Point, radius: Double, fill: Color?, stroke: Stroke? = nil) {
    cairo_new_sub_path(context)
    cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    paint(fill, stroke)
  }

  private func trace(_ points: [Point]) {
    var isDown = false
    for (index, point) in points.enumerated() {
      guard point.x.isFinite, point.y.isFinite else {
        isDown = false
        continue
      }
      // What lies far outside is brought nearer: Cairo's numbers end at 2^23.
      let (x, y) = (min(max(point.x, -1e5), 1e5), min(max(point.y, -1e5), 1e5))
      if isDown {
        cairo_line_to(context, x, y)
      } else {
        cairo_move_to(context, x, y)
        let isAlone = index + 1 == points.count || !points[index + 1].y.isFinite || !points[index + 1].x.isFinite
        if isAlone { cairo_line_to(context, x, y) }
      }
      isDown = true
    }
  }

  private func paint(_ fill: Color?, _ stroke: Stroke?) {
    if let fill {
      setColor(fill)
      cairo_fill_preserve(context)
    }
    if let stroke { finish(stroke) } else { cairo_new_path(context) }
  }

  private func finish(_ stroke: Stroke) {
    setColor(stroke.color)
    cairo_set_line_width(context, stroke.width)
    if !stroke.dash.isEmpty { cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0) }
    cairo_stroke(context)
    if !stroke.dash.isEmpty { cairo_set_dash(context, nil, 0, 0) }
  }
}
