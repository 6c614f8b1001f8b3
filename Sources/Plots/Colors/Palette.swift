/// Colours for kinds of things, told apart by people with any colour vision.
public enum Palette {
  /// Okabe and Ito's eight (Color Universal Design, 2008), in the order in which they are given out.
  static func okabeIto(on theme: Theme) -> [Color] {
    // On white their yellow is hard to see and is darkened; on black the light ones come first.
    let hex: [UInt32] =
      theme.isDark
      ? [0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7, 0xD55E00, 0xF0E442, 0x0072B2, 0xE6E6E6]
      : [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0xD9C800, 0x000000]
    return hex.map { Color(hex: $0) }
  }

  /// `count` colours. Up to eight are Okabe and Ito's; more are spread over the hues of OKLCH, neighbours by the golden angle, in three
  /// lightnesses, so that those that a colour-blind eye confuses in hue differ in lightness. The first hue was searched for: the one at
  /// which nine to twelve colours stay furthest apart to an eye without receptors for green.
  public static func categorical(_ count: Int, on theme: Theme = .light) -> [Color] {
    let known = okabeIto(on: theme)
    guard count > known.count else { return Array(known.prefix(count)) }
    let lightnesses = theme.isDark ? [0.55, 0.72, 0.90] : [0.42, 0.60, 0.75]
    return (0..<count).map { index in
      let turn = (Double(index) * 0.381966011250105).truncatingRemainder(dividingBy: 1)
      return Color(lightness: lightnesses[index % 3], chroma: 0.15, hue: 2 * .pi * turn + (theme.isDark ? 2.1 : 2.3))
    }
  }

  /// What grew, and what shrank.
  public static let increase = Color(hex: 0xE02B20)
  public static let decrease = Color(hex: 0x1F5BDB)
}

extension Color {
  /// From OKLCH (Björn Ottosson, 2020), the hue in radians; what lies outside sRGB is cut to it.
  init(lightness: Double, chroma: Double, hue: Double) {
    let (a, b) = (chroma * PlotMath.cosine(hue), chroma * PlotMath.sine(hue))
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    func gamma(_ x: Double) -> Double {
      let x = min(max(x, 0), 1)
      return x <= 0.0031308 ? 12.92 * x : 1.055 * PlotMath.power(x, 1 / 2.4) - 0.055
    }
    self.init(
      gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
  }
}
