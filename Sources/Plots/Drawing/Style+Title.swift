extension Style {
  /// Draws a title at the top of an area and says what is left under it.
  func drawTitle(_ title: String?, on canvas: Canvas, in area: Rectangle) -> Rectangle {
    guard showsTitle, let title, !title.isEmpty else { return area }
    let size = titleSize
    canvas.text(
      canvas.fitted(title, size: size, bold: true, in: area.width), at: Point(area.left, area.top + size * 0.6), size: size, color: theme.ink,
      bold: true)
    return area.inset(top: size * 1.7)
  }
}
