/// The colours of everything that is no data.
public struct Theme: Sendable, Hashable {
  public var background: Color
  /// Titles and labels.
  public var ink: Color
  /// Numbers at axes, remarks.
  public var mutedInk: Color
  /// Lines of the grid.
  public var grid: Color
  public var isDark: Bool

  public static let light = Theme(
    background: Color(gray: 1), ink: Color(hex: 0x1F2328), mutedInk: Color(hex: 0x57606A), grid: Color(hex: 0xE3E6EA), isDark: false)
  public static let dark = Theme(
    background: Color(hex: 0x14171C), ink: Color(hex: 0xE8EAED), mutedInk: Color(hex: 0xA3A9B1), grid: Color(hex: 0x31363D), isDark: true)

  public static func named(_ name: String) -> Theme? { ["light": light, "dark": dark][name] }
}
