/// Writes a table row by row, for tables that are longer than memory or not known beforehand. The text is that of ``CSVWriter``.
public struct CSVStream {
  private let output: OutputFile
  private let width: Int
  private var text: [UInt8] = []
  private var column = 0

  private static let flushSize = 1 << 16

  /// Begins the table with a header of `names`.
  public init(_ names: [String], to output: OutputFile) throws(FileError) {
    self.output = output
    width = names.count
    for name in names { append(name) }
    try endRow()
  }

  public mutating func append(_ value: Int) {
    separate()
    text.append(integer: value)
  }

  public mutating func append(_ value: Double) {
    separate()
    text.append(number: value)
  }

  public mutating func append(_ value: String) {
    let isFirst = column == 0
    separate()
    text.append(field: value, separator: .comma, isFirst: isFirst)
  }

  /// Ends the row. Traps unless it has as many cells as the header.
  public mutating func endRow() throws(FileError) {
    precondition(column == width, "a row of \(column) cells in a table of \(width) columns")
    column = 0
    text.append(0x0A)
    if text.count >= Self.flushSize { try flush() }
  }

  /// Hands on what is still here. To be called after the last row.
  public mutating func flush() throws(FileError) {
    try output.write(text)
    text.removeAll(keepingCapacity: true)
  }

  private mutating func separate() {
    if column > 0 { text.append(CSVOptions.Separator.comma.rawValue) }
    column += 1
  }
}
