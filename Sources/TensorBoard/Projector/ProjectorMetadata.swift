/// The table of what is known of each point: one column without a header, or several with one, as the page expects.
struct ProjectorMetadata {
  let text: String

  /// Nil where nothing is known.
  init?(_ columns: [ProjectorColumn]) {
    guard let first = columns.first else { return nil }
    var text = columns.count > 1 ? columns.map { Self.cell($0.name) }.joined(separator: "\t") + "\n" : ""
    for row in first.texts.indices {
      for (position, column) in columns.enumerated() {
        if position > 0 { text += "\t" }
        // A line of nothing would be taken for the table's end.
        let cell = Self.cell(column.texts[row])
        text += cell.isEmpty && columns.count == 1 ? " " : cell
      }
      text += "\n"
    }
    self.text = text
  }

  /// Tabs and ends of lines separate, and cannot be quoted.
  private static func cell(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
