import Plots
import Testing

@Suite struct ColorTests {
  @Test func hexadecimalDigitsAreRedGreenBlue() {
    #expect(Color(hex: 0xFF8000) == Color(1, 128.0 / 255, 0))
  }
}
