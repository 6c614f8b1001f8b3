/// A column of the Projector page, with a text for each point.
public struct ProjectorColumn: Sendable {
  public var name: String
  public var texts: [String]

  public init(_ name: String, _ texts: [String]) {
    self.name = name
    self.texts = texts
  }

  /// The name of the column that draws lines from point to point: its texts are the numbers of the next points' rows.
  public static let sequence = "__seq_next__"
}
