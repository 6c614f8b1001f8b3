/// Rows of a table as text, made apart from the file that they go to: several threads can each make rows of one table, and
/// ``CSVStream/append(_:)-rows`` takes them in order. The text is that of ``CSVWriter``.
public struct CSVRows: Sendable {
  let width: Int
  private var column = 0
  private var text = DigitText()

  /// - Parameter width: How many cells a row has.
  public init(width: Int) { self.width = width }

  var bytes: [UInt8] { text.bytes }
  var byteCount: Int { text.bytes.count }

  /// Forgets the rows but keeps their memory.
  public mutating func removeAll() { text.bytes.removeAll(keepingCapacity: true) }

  public mutating func append(_ value: Int) {
    separate()
    text.append(value)
  }

  public mutating func append(_ value: Double) {
    separate()
    if value.isFinite { value.write(to: &text) } else { text.write(CSVWriter.text(value)) }
  }

  public mutating func append(_ value: String) { append(Cell(value, isFirst: column == 0)) }

  public mutating func append(_ cell: Cell) {
    separate()
    cell.bytes.withUnsafeBufferPointer { text.bytes.append(contentsOf: $0) }
  }

  /// Ends the row. Traps unless it has as many cells as the table has columns.
  public mutating func endRow() {
    precondition(column == width, "a row of \(column) cells in a table of \(width) columns")
    column = 0
    text.bytes.append(0x0A)
  }

  private mutating func separate() {
    if column > 0 { text.bytes.append(CSVOptions.Separator.comma.rawValue) }
    column += 1
  }

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
}

/// Takes a number's digits as the standard library makes them, without a string for each.
private struct DigitText: TextOutputStream {
  var bytes: [UInt8] = []

  mutating func write(_ string: String) { bytes.append(contentsOf: string.utf8) }

  /// What the standard library calls for text that it knows to be ASCII; should it cease to, ``write(_:)`` is called instead.
  mutating func _writeASCII(_ ascii: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: ascii) }

  mutating func append(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    // 64 bits have up to 20 digits.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var (rest, start) = (value.magnitude, digits.count)
      repeat {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
      } while rest > 0
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }
}
