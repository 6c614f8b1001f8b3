/// A frame with what tells it from the others: its label at the top right, and how far the film is as a line below.
struct FilmFrame: Chart {
  var chart: any Chart
  var label: String
  /// From 0 to 1; nil on a contact sheet, which tells title and progress once for all.
  var progress: Double?

  var title: String? { chart.title }

  /// What the line below takes of a frame.
  static func barHeight(_ style: Style) -> Double { style.fontSize * 0.5 }

  func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    guard let progress else { return drawOnSheet(canvas, area, style) }
    let barHeight = Self.barHeight(style) / 2
    let content = area.inset(bottom: barHeight * 2)
    chart.draw(on: canvas, in: content, style: style)
    let size = style.fontSize
    let width = canvas.width(of: label, size: size)
    let place = Rectangle(area.right - width - size * 0.5, area.top - size * 0.2, width + size * 0.5, size * 1.6)
    canvas.fill(place, style.theme.background)
    canvas.text(label, at: Point(area.right, area.top + size * 0.6), size: size, color: style.theme.mutedInk, anchor: .end)
    canvas.fill(Rectangle(area.left, area.bottom - barHeight, area.width, barHeight), style.theme.grid)
    canvas.fill(Rectangle(area.left, area.bottom - barHeight, area.width * progress, barHeight), style.theme.mutedInk)
  }

  private func drawOnSheet(_ canvas: Canvas, _ area: Rectangle, _ style: Style) {
    canvas.text(label, at: Point(area.left, area.top + style.fontSize * 0.6), size: style.fontSize, color: style.theme.ink)
    var style = style
    style.showsTitle = false
    chart.draw(on: canvas, in: area.inset(top: style.fontSize * 1.6), style: style)
  }
}

extension Film {
  /// The size that suits it: that of `style`, but for images no larger than they need.
  public func naturalSize(_ style: Style) throws -> Size {
    guard frameCount > 0, let grid = try chart(of: frameCount - 1) as? ImageGrid else { return style.size }
    let size = grid.naturalSize(style)
    return Size(size.width, min(size.height + FilmFrame.barHeight(style), style.size.height))
  }

  /// A frame's picture, with its place in the film.
  func picture(_ frame: Int, _ style: Style) throws -> Picture {
    let progress = frameCount > 1 ? Double(frame) / Double(frameCount - 1) : 1
    return Picture(FilmFrame(chart: try chart(of: frame), label: try label(of: frame), progress: progress), style)
  }
}
