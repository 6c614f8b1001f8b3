internal import CCairo

/// A small image to be drawn into a picture, each of its pixels a square: a filter, a feature map, a digit.
public struct RasterImage: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// Row by row from the top, premultiplied; alpha, red, green, blue from the top of 32 bits.
  let pixels: [UInt32]

  /// - Parameter color: The colour of a pixel by its row and column.
  public init(width: Int, height: Int, color: (_ row: Int, _ column: Int) -> Color) {
    precondition(width > 0 && height > 0, "an image of \(width) x \(height)")
    self.width = width
    self.height = height
    var pixels: [UInt32] = []
    pixels.reserveCapacity(width * height)
    for row in 0..<height { for column in 0..<width { pixels.append(color(row, column).pixel) } }
    self.pixels = pixels
  }

  init(width: Int, height: Int, pixels: [UInt32]) { (self.width, self.height, self.pixels) = (width, height, pixels) }

  /// Each pixel as a square of `factor` pixels.
  func enlarged(by factor: Int) -> RasterImage {
    guard factor > 1 else { return self }
    var result: [UInt32] = []
    result.reserveCapacity(pixels.count * factor * factor)
    for row in 0..<height {
      var line: [UInt32] = []
      for column in 0..<width { line += repeatElement(pixels[row * width + column], count: factor) }
      for _ in 0..<factor { result += line }
    }
    return RasterImage(width: width * factor, height: height * factor, pixels: result)
  }
}

extension Canvas {
  /// Draws an image so that it fills `rectangle`, its pixels as squares.
  public func image(_ image: RasterImage, in rectangle: Rectangle) {
    guard rectangle.width > 0, rectangle.height > 0 else { return }
    // Readers of vector files blur what they enlarge; of 16 pixels for one, the blur is not seen.
    let factor = vectorFormat == nil ? 1 : max(1, min(16, 1024 / max(image.width, image.height)))
    let image = image.enlarged(by: factor)
    image.pixels.withUnsafeBytes { raw in
      let data = UnsafeMutablePointer(mutating: raw.bindMemory(to: UInt8.self).baseAddress)
      let source = cairo_image_surface_create_for_data(
        data, CAIRO_FORMAT_ARGB32, Int32(image.width), Int32(image.height), Int32(image.width * 4))
      cairo_save(context)
      cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
      cairo_clip(context)
      cairo_translate(context, rectangle.x, rectangle.y)
      cairo_scale(context, rectangle.width / Double(image.width), rectangle.height / Double(image.height))
      cairo_set_source_surface(context, source, 0, 0)
      cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
      cairo_paint(context)
      cairo_restore(context)
      // A vector surface copies the pixels here, while they are still there.
      cairo_surface_finish(source)
      cairo_surface_destroy(source)
    }
  }
}
