public import Formats

/// `metrics.csv` as it was read.
public struct MetricsTable: Sendable {
  /// In the order of the file.
  public var rows: [MetricsRow]
  /// The names of the columns beside step, epoch, split, loss, accuracy and learning_rate.
  public var others: [String]

  /// Whether a file begins as a table of metrics does: with names of columns, `step` among them.
  public static func isBegun(by file: InputFile) -> Bool {
    let head = file.withBytes { String(decoding: $0.prefix(1_000), as: UTF8.self) }
    return head.prefix { !$0.isNewline }.split(separator: ",").contains("step")
  }

  /// Reads the whole lines of a file. Of the columns only `step` is required; rows without a split are `train`, an empty cell was not
  /// measured.
  /// - Throws: `badData` naming line and column where a cell is no number, or there is no column `step`.
  public init(_ file: InputFile) throws(FileError) {
    rows = []
    let whole = file.withBytes { bytes in bytes.lastIndex(of: 0x0A).map { Array(bytes[...$0]) } ?? [] }
    let header = String(decoding: whole.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    others = names.filter { !MetricsLog.columns.contains($0) }
    guard names.contains("step") else {
      throw FileError(.badData, path: file.path, "no metrics: there is no column step", at: "line 1")
    }
    // A header alone is no table for the reader of tables: nothing was measured yet.
    guard whole.count(where: { $0 == 0x0A }) > 1 else { return }
    var options = CSVOptions()
    options.separator = .comma
    options.header = .present
    options.requiresNumbers = false
    // As text, because an empty cell is something else than NaN here.
    options.textColumns = Set(names)
    let table = try Table<Float>(csv: InputFile(whole, named: file.path), options)
    let cells = Cells(table, path: file.path)
    for row in 0..<table.rowCount {
      var others: [Float?] = []
      for name in self.others { others.append(try cells.value(name, row) { Float($0) }) }
      rows.append(
        MetricsRow(
          step: try cells.value("step", row) { Int($0) } ?? 0, epoch: try cells.value("epoch", row) { Int($0) } ?? 0,
          split: try cells.value("split", row) { $0 } ?? "train", loss: try cells.value("loss", row) { Float($0) },
          accuracy: try cells.value("accuracy", row) { Float($0) }, learningRate: try cells.value("learning_rate", row) { Float($0) },
          others: others))
    }
  }

  /// The texts of a table by column and row.
  private struct Cells {
    private let columns: [String: (position: Int, texts: [String])]
    private let path: String

    init(_ table: Table<Float>, path: String) {
      columns = Dictionary(
        table.columns.enumerated().map { ($0.element.name ?? "", ($0.offset, table.texts(of: $0.element))) },
        uniquingKeysWith: { first, _ in first })
      self.path = path
    }

    /// Nil where the column is missing or the cell is empty.
    func value<Value>(_ name: String, _ row: Int, _ parse: (String) -> Value?) throws(FileError) -> Value? {
      guard let column = columns[name], !column.texts[row].isEmpty else { return nil }
      guard let value = parse(column.texts[row]) else {
        throw FileError(
          .badData, path: path, "\"\(column.texts[row].prefix(40))\" is no number of that column",
          at: "line \(row + 2), column \(column.position + 1) (\(name))")
      }
      return value
    }
  }
}
