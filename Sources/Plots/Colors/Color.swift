/// A colour in sRGB, each component from 0 to 1.
public struct Color: Sendable, Hashable {
  public var red: Double
  public var green: Double
  public var blue: Double
  public var alpha: Double

  public init(_ red: Double, _ green: Double, _ blue: Double, alpha: Double = 1) {
    (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
  }

  /// From the usual six hexadecimal digits: `0x1F77B4`.
  public init(hex: UInt32) {
    func component(_ shift: UInt32) -> Double { Double(hex >> shift & 0xFF) / 255 }
    self.init(component(16), component(8), component(0))
  }

  /// A shade of grey, from 0 (black) to 1.
  public init(gray: Double) { self.init(gray, gray, gray) }

  public func withAlpha(_ alpha: Double) -> Color { Color(red, green, blue, alpha: alpha) }

  /// The colour on the way to another: this one at 0, the other at 1.
  public func mixed(with other: Color, at share: Double) -> Color {
    func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
    return Color(
      mix(red, other.red), mix(green, other.green), mix(blue, other.blue), alpha: mix(alpha, other.alpha))
  }

  /// How light it looks, from 0 to 1: the luma of Rec. 709.
  public var lightness: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// The contrast ratio with another opaque colour, from 1 to 21, as WCAG 2.1 defines it.
  public func contrast(with other: Color) -> Double {
    let (a, b) = (relativeLuminance, other.relativeLuminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private var relativeLuminance: Double {
    func linear(_ value: Double) -> Double { value <= 0.04045 ? value / 12.92 : PlotMath.power((value + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Premultiplied, as a pixel of 32 bits: alpha, red, green, blue from the top.
  var pixel: UInt32 {
    func byte(_ value: Double) -> UInt32 { UInt32((min(max(value, 0), 1) * 255).rounded()) }
    return byte(alpha) << 24 | byte(red * alpha) << 16 | byte(green * alpha) << 8 | byte(blue * alpha)
  }
}
