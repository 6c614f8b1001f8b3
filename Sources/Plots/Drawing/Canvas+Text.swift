internal import CCairo

/// Where text stands to the point that it is given.
public enum TextAnchor: Sendable {
  case start, middle, end
}

extension Canvas {
  private func select(_ fontSize: Double, bold: Bool, _ choice: FontFallback.Choice = .usual) {
    if case .family(let name) = choice { Font.select(name, bold: bold, in: context) } else { font.select(bold: bold, in: context) }
    cairo_set_font_size(context, fontSize)
  }

  /// Drawable text in stretches that a font has.
  private func runs(_ text: String) -> [(text: String, choice: FontFallback.Choice)] {
    font.isBuiltIn ? [(text, .usual)] : FontFallback.runs(text)
  }

  /// How wide a line of text is, in points.
  public func width(of text: String, size: Double, bold: Bool = false) -> Double {
    runs(font.drawable(text)).reduce(0) { sum, run in
      select(size, bold: bold, run.choice)
      var extents = cairo_text_extents_t()
      cairo_text_extents(context, run.text, &extents)
      return sum + extents.x_advance
    }
  }

  /// The start of `text` that is no wider than `limit`, with an ellipsis if it is not all of it.
  public func fitted(_ text: String, size: Double, bold: Bool = false, in limit: Double) -> String {
    guard width(of: text, size: size, bold: bold) > limit else { return text }
    let characters = Array(text)
    var (low, high) = (0, characters.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if width(of: String(characters[..<middle]) + "…", size: size, bold: bold) <= limit { low = middle } else { high = middle - 1 }
    }
    return low == 0 ? "" : String(characters[..<low]) + "…"
  }

  /// Draws a line of text.
  /// - Parameters:
  ///   - point: The baseline lies so that capital letters have it in the middle of their height.
  ///   - turned: Reads from below to above.
  ///   - halo: A colour around the letters, so that they can be read on data.
  public func text(
    _ text: String, at point: Point, size: Double, color: Color, anchor: TextAnchor = .start, bold: Bool = false, turned: Bool = false,
    halo: Color? = nil
  ) {
    let text = font.drawable(text)
    guard !text.isEmpty else { return }
    let length = width(of: text, size: size, bold: bold)
    let runs = runs(text)
    let shift = anchor == .start ? 0 : anchor == .middle ? -length / 2 : -length
    cairo_save(context)
    cairo_translate(context, point.x, point.y)
    if turned { cairo_rotate(context, -.pi / 2) }
    if let halo {
      cairo_move_to(context, shift, Self.capitalHeight * size / 2)
      for run in runs {
        select(size, bold: bold, run.choice)
        cairo_text_path(context, run.text)
      }
      setColor(halo)
      cairo_set_line_width(context, size * 0.3)
      cairo_stroke(context)
    }
    cairo_move_to(context, shift, Self.capitalHeight * size / 2)
    setColor(color)
    for run in runs {
      select(size, bold: bold, run.choice)
      cairo_show_text(context, run.text)
    }
    cairo_new_path(context)
    cairo_restore(context)
  }

  /// The height of capital letters as a share of the size, about that of every sans-serif font.
  static let capitalHeight = 0.72
}
