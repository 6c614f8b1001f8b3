/// Rows of a table as text, made apart from the file that they go to: several threads can each make rows of one table, and
/// ``CSVStream/append(_:)-rows`` takes them in order. The text is that of ``CSVWriter``.
public struct CSVRows: Sendable {
  let width: Int
  private var column = 0
  private var text = DigitText()

  /// - Parameter width: How many cells a row has.
  public init(width: Int) { self.width = width }

  var byteCount: Int { text.count }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws(FileError) -> Result) throws(FileError) -> Result { try text.withBytes(body) }

  /// Forgets the rows but keeps their memory.
  public mutating func removeAll() { text.removeAll() }

  public mutating func append(_ value: Int) {
    column += 1
    text.append(value, then: Self.separator)
  }

  public mutating func append(_ value: Double) {
    guard value.isFinite else { return append(CSVWriter.text(value)) }
    column += 1
    text.append(finite: value, then: Self.separator)
  }

  /// Where the text ends that stands here so far, to name cells by for ``append(again:)``.
  public var end: Int { text.count }

  /// Appends once more the cell whose text began and ended at these ``end``s.
  public mutating func append(again cell: Range<Int>) {
    column += 1
    text.append(again: cell, then: Self.separator)
  }

  public mutating func append(_ value: String) { append(Cell(value, isFirst: column == 0)) }

  public mutating func append(_ cell: Cell) {
    column += 1
    cell.bytes.withUnsafeBufferPointer { text.append($0, then: Self.separator) }
  }

  /// The cell of that number.
  public mutating func append(_ number: Int, of cells: Cells) {
    column += 1
    cells.withText(number) { text.append($0, then: Self.separator) }
  }

  /// Ends the row. Traps unless it has as many cells as the table has columns.
  public mutating func endRow() {
    precondition(column == width, "a row of \(column) cells in a table of \(width) columns")
    column = 0
    text.replaceLast(by: 0x0A)
  }

  /// Stands after every cell; after the last one of a row the row's end takes its place.
  private static let separator = CSVOptions.Separator.comma.rawValue

  /// A cell's text, for one that many rows have.
  public struct Cell: Sendable {
    fileprivate let bytes: [UInt8]

    /// - Parameter isFirst: Whether it is a row's first cell.
    public init(_ text: String, isFirst: Bool = false) {
      var bytes: [UInt8] = []
      bytes.append(field: text, separator: .comma, isFirst: isFirst)
      self.bytes = bytes
    }

    public init(_ value: Int) { bytes = Array(String(value).utf8) }
    public init(_ value: Double) { bytes = Array(CSVWriter.text(value).utf8) }
  }

  /// The texts of many cells by number, none of them a row's first, in one piece of memory.
  public struct Cells: Sendable {
    private var bytes: [UInt8] = []
    private var ends = [0]

    public init() {}

    public var count: Int { ends.count - 1 }

    public mutating func append(_ text: String) {
      bytes.append(field: text, separator: .comma, isFirst: false)
      ends.append(bytes.count)
    }

    @inline(__always)
    fileprivate func withText(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
      let range = ends[number]..<ends[number + 1]
      bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
  }
}
