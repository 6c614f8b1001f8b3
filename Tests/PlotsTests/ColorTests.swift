import Plots
import Testing

@Suite struct ColorTests {
  @Test func hexadecimalDigitsAreRedGreenBlue() {
    #expect(Color(hex: 0xFF8000) == Color(1, 128.0 / 255, 0))
  }

  @Test func viridisGrowsLighter() {
    let table = ColorMap.viridis.table()
    #expect(table.count == 256 && table[0] == Color(hex: 0x440154) && table[255] == Color(hex: 0xFDE725))
    #expect(zip(table, table.dropFirst()).allSatisfy { $0.lightness < $1.lightness + 1e-3 })
    // matplotlib's own table in between.
    let middle = ColorMap.viridis.color(100.0 / 255)
    #expect(abs(middle.red - 0.166617) < 0.005 && abs(middle.green - 0.463708) < 0.005 && abs(middle.blue - 0.558119) < 0.005)
    #expect(ColorMap.viridis.color(.nan) == table[0] && ColorMap.viridis.color(7) == table[255])
  }

  /// What eyes without the receptors for green see (Machado and others, 2009), still tells all colours of a palette apart.
  @Test(arguments: [2, 4, 8, 10, 12], [Theme.light, .dark])
  func colorsAreToldApartWithoutGreenReceptors(count: Int, theme: Theme) {
    let colors = Palette.categorical(count, on: theme)
    #expect(colors.count == count && Set(colors).count == count)
    func seen(_ color: Color) -> [Double] {
      func linear(_ x: Double) -> Double { x * x }
      let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
      return [0.367322 * r + 0.860646 * g - 0.227968 * b, 0.280085 * r + 0.672501 * g + 0.047413 * b, -0.011820 * r + 0.042940 * g + 0.968881 * b]
        .map { max(0, $0).squareRoot() }
    }
    for (index, color) in colors.enumerated() {
      for other in colors[..<index] {
        let distance = zip(seen(color), seen(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        #expect(distance > 0.1, "\(color) and \(other)")
      }
      #expect(color.contrast(with: theme.background) > 1.5, "\(color)")
    }
  }

  @Test func inkIsLegible() {
    for theme in [Theme.light, .dark] {
      #expect(theme.ink.contrast(with: theme.background) > 7)
      #expect(theme.mutedInk.contrast(with: theme.background) > 4.5)
    }
  }
}
