/// How a picture looks beside its data: its colours, its size, the size of its letters.
public struct Style: Sendable, Hashable {
  public var theme: Theme
  /// In points of 1/72 inch.
  public var size: Size
  /// Of labels, in points; titles are a little larger, numbers at axes a little smaller.
  public var fontSize: Double
  /// Pixels to a point, in PNG.
  public var scale: Double
  public var font: Font
  /// Whether the outermost chart's title is drawn; frames of a contact sheet have it once for all.
  var showsTitle = true

  public init(theme: Theme = .light, size: Size, fontSize: Double, scale: Double, font: Font = .available) {
    (self.theme, self.size, self.fontSize, self.scale, self.font) = (theme, size, fontSize, scale, font)
  }

  /// To be looked at on a screen: 640 x 480 points, 1280 x 960 pixels.
  public static let screen = Style(size: Size(640, 480), fontSize: 11, scale: 2)
  /// To fill a slide, legible from the back: 960 x 540 points, 1920 x 1080 pixels.
  public static let slide = Style(size: Size(960, 540), fontSize: 18, scale: 2)
  /// The width of a column in print, 3.5 inches, with letters of 8 points: 1008 pixels.
  public static let column = Style(size: Size(252, 189), fontSize: 8, scale: 4)

  var titleSize: Double { fontSize * 1.15 }
  var tickSize: Double { fontSize * 0.88 }
  /// Lines of data.
  var lineWidth: Double { fontSize * 0.14 }
  /// Lines of the grid, of frames and ticks.
  var hairline: Double { fontSize * 0.07 }
  /// The distance between things that belong together.
  var gap: Double { fontSize * 0.5 }
}
