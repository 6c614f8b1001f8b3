import Fathom

/// Reads a CSV file as rows to embed: which columns are data, and which one holds the labels.
///
/// Labels are the column asked for, else one named `label`, else the only column of text. Columns of text and columns named
/// `index` or `id` are never data.
struct TableReader {
  var labelColumn: String?

  private static let counters: Set<String> = ["index", "id"]

  func read(_ file: InputFile) throws -> LoadedSource {
    let table = try Table<Float>(csv: file)
    let label = try labelColumn(of: table, path: file.path)
    var dropped: Set<Int> = []
    var notes: [String] = []
    for (position, column) in table.columns.enumerated() {
      let isLabel = position == label
      let isCounter = Self.counters.contains(column.name?.lowercased() ?? "")
      switch column.contents {
      case .numbers(let index):
        if isLabel || isCounter { dropped.insert(index) }
        if isCounter, !isLabel { notes.append("column \(column.name ?? "") only numbers the rows: left out") }
      case .text:
        if !isLabel { notes.append("column \(column.name ?? "\(position + 1)") is text: left out") }
      }
    }
    return LoadedSource(
      name: file.path, samples: .float(table.numbers(without: dropped)),
      labels: label.map { Labels(texts: table.texts(of: table.columns[$0])) }, notes: notes)
  }

  private func labelColumn(of table: Table<Float>, path: String) throws -> Int? {
    if let labelColumn {
      if let position = table.columns.firstIndex(where: { $0.name == labelColumn }) { return position }
      let names = table.columns.compactMap(\.name)
      throw Failure(
        .badData,
        names.isEmpty
          ? "\(path): no column \(labelColumn): the table has no header"
          : "\(path): no column \(labelColumn); there are \(names.listed)")
    }
    if let position = table.columns.firstIndex(where: { $0.name?.lowercased() == "label" }) { return position }
    let texts = table.columns.indices.filter { if case .text = table.columns[$0].contents { true } else { false } }
    return texts.count == 1 ? texts[0] : nil
  }
}
