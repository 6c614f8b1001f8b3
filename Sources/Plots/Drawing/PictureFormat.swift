/// The kinds of file that one description of a picture becomes.
public enum PictureFormat: String, Sendable, CaseIterable {
  case png, svg, pdf

  /// By the ending of a file's name; nil for any other.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}

/// Why a picture cannot be drawn.
public struct DrawingError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}
