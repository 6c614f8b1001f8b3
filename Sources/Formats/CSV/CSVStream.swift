/// Writes a table row by row, for tables that are longer than memory or not known beforehand. The text is that of ``CSVWriter``.
public struct CSVStream {
  private let output: OutputFile
  private var rows: CSVRows

  private static let flushSize = 1 << 16

  /// Begins the table with a header of `names`.
  public init(_ names: [String], to output: OutputFile) throws(FileError) {
    self.output = output
    rows = CSVRows(width: names.count)
    for name in names { append(name) }
    try endRow()
  }

  public mutating func append(_ value: Int) { rows.append(value) }
  public mutating func append(_ value: Double) { rows.append(value) }
  public mutating func append(_ value: String) { rows.append(value) }

  /// Ends the row. Traps unless it has as many cells as the header.
  public mutating func endRow() throws(FileError) {
    rows.endRow()
    if rows.byteCount >= Self.flushSize { try flush() }
  }

  /// Appends whole rows of as many cells as the header has, and empties `rows`.
  public mutating func append(_ rows: inout CSVRows) throws(FileError) {
    precondition(rows.width == self.rows.width, "rows of \(rows.width) cells in a table of \(self.rows.width) columns")
    try flush()
    try rows.withBytes { bytes throws(FileError) in try output.write(bytes) }
    rows.removeAll()
  }

  /// Hands on what is still here. To be called after the last row.
  public mutating func flush() throws(FileError) {
    try rows.withBytes { bytes throws(FileError) in try output.write(bytes) }
    rows.removeAll()
  }
}
