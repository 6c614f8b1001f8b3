/// Words and numbers in rows and columns.
public struct TableChart: Chart {
  public var title: String?
  public var header: [String]
  public var rows: [[String]]
  /// The columns whose words end at the right: numbers.
  public var rightAligned: Set<Int>

  public init(header: [String], rows: [[String]], rightAligned: Set<Int> = [], title: String? = nil) {
    precondition(rows.allSatisfy { $0.count == header.count }, "each row has \(header.count) cells")
    (self.header, self.rows, self.rightAligned, self.title) = (header, rows, rightAligned, title)
  }

  /// The size at which all of it is seen, with the letters of `style`.
  public func naturalSize(_ style: Style) throws(DrawingError) -> Size {
    let canvas = try Canvas(.png, size: Size(16, 16), scale: 1, font: style.font)
    let width = columnWidths(canvas, style).reduce(0, +)
    let titleWidth = title.map { canvas.width(of: $0, size: style.titleSize, bold: true) } ?? 0
    let height = Double(rows.count + 1) * rowHeight(style) + (title == nil ? 0 : style.titleSize * 1.7)
    return Size(max(width, titleWidth) + style.fontSize * 2, height + style.fontSize * 2)
  }

  private func rowHeight(_ style: Style) -> Double { style.fontSize * 1.7 }

  private func columnWidths(_ canvas: Canvas, _ style: Style) -> [Double] {
    header.indices.map { column in
      let widest = rows.map { canvas.width(of: $0[column], size: style.fontSize) }.max() ?? 0
      return max(widest, canvas.width(of: header[column], size: style.fontSize, bold: true)) + style.fontSize * 1.6
    }
  }

  public func draw(on canvas: Canvas, in area: Rectangle, style: Style) {
    let rest = style.drawTitle(title, on: canvas, in: area)
    var widths = columnWidths(canvas, style)
    let total = widths.reduce(0, +)
    if total > rest.width { widths = widths.map { $0 * rest.width / total } }
    let height = rowHeight(style)
    let fitting = max(0, min(rows.count, Int(rest.height / height + 0.01) - 1))
    // A row of points tells that there is more.
    let shown = fitting < rows.count ? rows.prefix(max(0, fitting - 1)) + [header.map { _ in "…" }] : rows[...]
    draw(header, atY: rest.top + height / 2, bold: true, widths, in: rest, canvas, style)
    canvas.line(
      from: Point(rest.left, rest.top + height), to: Point(rest.left + widths.reduce(0, +), rest.top + height),
      .init(style.theme.mutedInk, width: style.hairline))
    for (index, row) in shown.enumerated() {
      let y = rest.top + height * (Double(index) + 1.5)
      if index % 2 == 1 {
        canvas.fill(Rectangle(rest.left, y - height / 2, widths.reduce(0, +), height), style.theme.grid.withAlpha(0.45))
      }
      draw(row, atY: y, bold: false, widths, in: rest, canvas, style)
    }
  }

  private func draw(_ cells: [String], atY y: Double, bold: Bool, _ widths: [Double], in area: Rectangle, _ canvas: Canvas, _ style: Style) {
    var x = area.left
    for (column, (cell, width)) in zip(cells, widths).enumerated() {
      let text = canvas.fitted(cell, size: style.fontSize, bold: bold, in: width - style.fontSize * 0.8)
      let isRight = rightAligned.contains(column)
      canvas.text(
        text, at: Point(isRight ? x + width - style.fontSize * 0.8 : x + style.fontSize * 0.4, y), size: style.fontSize, color: style.theme.ink,
        anchor: isRight ? .end : .start, bold: bold)
      x += width
    }
  }
}
