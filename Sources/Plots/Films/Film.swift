/// Pictures that follow each other, such as a layer's filters at each recorded step of a training.
///
/// A film hands out one chart after the other, so that memory holds one, however long it is.
public protocol Film {
  /// What it shows, in a few words.
  var title: String { get }
  var frameCount: Int { get }
  /// How many colours a GIF of it needs, up to 255. Fewer make smaller files: where thin lines cross, most shades are only their edges.
  var colorCount: Int { get }
  /// Colours that a GIF has as they are, whatever else it must leave out: those that mean something.
  var keyColors: [Color] { get }
  /// What tells a frame from the others: `step 120`.
  func label(of frame: Int) throws -> String
  /// The chart of a frame. Frames are asked for in ascending order, perhaps not all, and the whole row perhaps more than once.
  func chart(of frame: Int) throws -> any Chart
}

extension Film {
  public var colorCount: Int { 255 }
  public var keyColors: [Color] { [] }
}

/// The kinds of file that a film becomes.
public enum FilmFormat: Sendable, Hashable {
  case gif
  /// A page with a slider.
  case html
  /// A contact sheet: some of the frames beside each other.
  case sheet(PictureFormat)

  /// By the ending of a file's name; nil for any other.
  public init?(path: String) {
    if let picture = PictureFormat(path: path) {
      self = .sheet(picture)
      return
    }
    switch path.lowercased() {
    case let path where path.hasSuffix(".gif"): self = .gif
    case let path where path.hasSuffix(".html"), let path where path.hasSuffix(".htm"): self = .html
    default: return nil
    }
  }
}

/// How a film is shown.
public struct FilmSettings: Sendable, Hashable {
  /// Of each frame; in GIFs and pages with one pixel to a point.
  public var style: Style
  /// Seconds that a frame stays.
  public var delay = 0.1
  /// The most frames of a GIF or a page; of more, some evenly spread ones are taken.
  public var frameLimit = 200
  /// The most frames of a contact sheet.
  public var sheetLimit = 20
  /// The most bytes of a GIF or a page; where more would be needed, frames are left out.
  public var byteLimit = 10_000_000

  public init(style: Style = Style(size: Size(640, 480), fontSize: 12, scale: 1)) {
    self.style = style
    self.style.scale = 1
  }
}

/// What became of a film.
public struct FilmReport: Sendable, Hashable {
  /// The frames that are in the file, by their numbers.
  public var frames: [Int]
  public var frameCount: Int
  public var byteCount: Int
  /// Whether frames were left out because the file would have been too large.
  public var isCutForSize: Bool

  /// What was left out, in words; nil if nothing was.
  public var omission: String? {
    guard frames.count < frameCount else { return nil }
    return "\(frames.count) of \(frameCount) frames are shown, evenly spread"
      + (isCutForSize ? ", because all would take too many bytes" : "")
  }
}
