internal import CCairo

/// The letters of labels.
public enum Font: Sendable, Hashable {
  /// The system's sans-serif letters, or where it has none, those that the drawing library brings.
  case available
  /// The plain letters that Cairo brings itself: ASCII alone, the same on every machine.
  case builtIn

  /// Whether the system has any letters. Where it has none, labels are drawn with ``builtIn``.
  public static let systemHasLetters: Bool = {
    // Nothing tells directly: letters of no extent, or an error, are none.
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), let context = cairo_create(surface) else { return false }
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    select(systemFamily, bold: false, in: context)
    cairo_set_font_size(context, 100)
    var wide = cairo_text_extents_t()
    var narrow = cairo_text_extents_t()
    cairo_text_extents(context, "W", &wide)
    cairo_text_extents(context, "i", &narrow)
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS, wide.width > 0, narrow.width > 0 else { return false }
    // Without any font file Cairo turns to its own letters by itself.
    var own = cairo_text_extents_t()
    select(builtInFamily, bold: false, in: context)
    cairo_text_extents(context, "W", &own)
    return own.x_advance != wide.x_advance
  }()

  /// What to tell whoever has no letters.
  public static let missingLetters =
    "no fonts are installed: labels are drawn with plain built-in letters, other than ASCII as question marks"
  public static let missingLettersHint = "install a font package, for example fonts-dejavu-core (Debian) or dejavu-sans-fonts (Fedora)"

  static let systemFamily = "sans-serif"
  /// By this name Cairo knows its own letters ("twin", drawn as strokes).
  static let builtInFamily = "@cairo:"

  var isBuiltIn: Bool { self == .builtIn || !Self.systemHasLetters }

  func select(bold: Bool, in context: OpaquePointer) {
    Self.select(isBuiltIn ? Self.builtInFamily : Self.systemFamily, bold: bold, in: context)
  }

  static func select(_ family: String, bold: Bool, in context: OpaquePointer) {
    cairo_select_font_face(context, family, CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
  }

  /// Text as it can be drawn: one line, no control characters; of what the letters lack, a question mark.
  func drawable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<32, 127..<160: result.append(" ")
      // Marks that turn the direction of what follows them.
      case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
      // No characters at all, which XML and Cairo refuse.
      case 0xFDD0...0xFDEF, 0xFFFE, 0xFFFF: result.append("?")
      case 128... where isBuiltIn: result.append(Self.plain[scalar] ?? "?")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let plain: [Unicode.Scalar: String] = ["×": "x", "–": "-", "−": "-", "…": "...", "·": "-", "Δ": "d", "≤": "<=", "→": ">"]
}
