public import Formats

/// A chart at a size, in colours: all that a file of it needs.
public struct Picture: Sendable {
  public var chart: any Chart
  public var style: Style

  public init(_ chart: any Chart, _ style: Style = .screen) { (self.chart, self.style) = (chart, style) }

  /// The bytes of a file, the same for the same picture and the same fonts.
  /// - Throws: `DrawingError` where the picture is too large.
  public func bytes(_ format: PictureFormat) throws(DrawingError) -> [UInt8] {
    let canvas = try drawn(format)
    return try canvas.finish(title: chart.title)
  }

  /// What a PNG of it would hold.
  public func pixels() throws(DrawingError) -> PixelImage { try drawn(.png).pixels() }

  /// Appends the file's bytes to an output, which the caller commits.
  public func write(_ format: PictureFormat, to output: OutputFile) throws { try output.write(try bytes(format)) }

  private func drawn(_ format: PictureFormat) throws(DrawingError) -> Canvas {
    let canvas = try Canvas(format, size: style.size, scale: style.scale, font: style.font)
    let all = Rectangle(0, 0, style.size.width, style.size.height)
    canvas.fill(all, style.theme.background)
    chart.draw(on: canvas, in: all.inset(style.fontSize), style: style)
    return canvas
  }
}
