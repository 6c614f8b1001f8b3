public import Tensors

/// A column to be written.
public struct CSVColumn: Sendable {
  public enum Values: Sendable {
    case integers([Int])
    case floats([Float])
    case doubles([Double])
    case text([String])
  }

  public var name: String
  public var values: Values

  public init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }

  /// A column of a table that was read.
  public init(_ column: Table<Float>.Column, of table: Table<Float>) {
    switch column.contents {
    case .numbers(let index): self.init(column.name ?? "", .floats(table.numbers(of: index).scalars))
    case .text(let texts): self.init(column.name ?? "", .text(texts))
    }
  }

  /// A column of a table that was read.
  public init(_ column: Table<Double>.Column, of table: Table<Double>) {
    switch column.contents {
    case .numbers(let index): self.init(column.name ?? "", .doubles(table.numbers(of: index).scalars))
    case .text(let texts): self.init(column.name ?? "", .text(texts))
    }
  }

  var count: Int {
    switch values {
    case .integers(let values): values.count
    case .floats(let values): values.count
    case .doubles(let values): values.count
    case .text(let values): values.count
    }
  }
}

/// Writes tables: UTF-8, `\n`, a header, each number as the shortest text that reads back as the same number, `NaN`, `Infinity` and
/// `-Infinity` spelt so, quotes by RFC 4180 where a reader needs them.
///
/// Rows are turned into text in parallel and written in order.
public struct CSVWriter {
  public var separator: CSVOptions.Separator

  private static let cellsPerChunk = 1 << 15

  /// - Parameter separator: Anything but blanks, which cannot quote.
  public init(separator: CSVOptions.Separator = .comma) {
    precondition(separator != .blanks, "blanks do not separate fields that may be empty")
    self.separator = separator
  }

  /// A number as tables have it: the shortest text that reads back as the same one, `NaN`, `Infinity` or `-Infinity`.
  @inline(__always)
  public static func text<Scalar: BinaryFloatingPoint & CustomStringConvertible>(_ value: Scalar) -> String {
    value.isFinite ? value.description : value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }

  /// Writes columns of equal length, numbers wherever they stand; put them before text, which some readers need.
  public func write(_ columns: [CSVColumn], to output: OutputFile) throws(FileError) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows }, "columns of different lengths: \(columns.map(\.count))")
    try write(names: columns.map(\.name), rows: rows, width: columns.count, to: output) { row, text in
      for (index, column) in columns.enumerated() {
        if index > 0 { text.append(separator.rawValue) }
        switch column.values {
        case .integers(let values): text.append(integer: values[row])
        case .floats(let values): text.append(number: values[row])
        case .doubles(let values): text.append(number: values[row])
        case .text(let values): text.append(field: values[row], separator: separator, isFirst: index == 0)
        }
      }
    }
  }

  /// Writes a matrix, one line a row; a vector as one column. Names may be left out, and then there is no header.
  /// - Throws: `badData` for arrays of more than two axes.
  public func write(_ array: NumericArray, names: [String]? = nil, to output: OutputFile) throws(FileError) {
    switch array {
    case .bool(let tensor): try write(tensor, names, output) { text, value in text.append(integer: value ? 1 : 0) }
    case .uint8(let tensor): try write(tensor, names, output) { text, value in text.append(integer: Int(value)) }
    case .int32(let tensor): try write(tensor, names, output) { text, value in text.append(integer: Int(value)) }
    case .int(let tensor): try write(tensor, names, output) { text, value in text.append(integer: value) }
    case .float(let tensor): try write(tensor, names, output) { text, value in text.append(number: value) }
    case .double(let tensor): try write(tensor, names, output) { text, value in text.append(number: value) }
    }
  }

  private func write<Scalar>(
    _ tensor: Tensor<Scalar>, _ names: [String]?, _ output: OutputFile, _ append: (inout [UInt8], Scalar) -> Void
  ) throws(FileError) {
    guard tensor.rank <= 2 else {
      throw FileError(
        .badData, path: output.path, "a table has rows and columns, not shape \(tensor.shape)", hint: "write it as NPY")
    }
    let rows = tensor.rank == 0 ? 1 : tensor.shape[0]
    let width = tensor.rank == 2 ? tensor.shape[1] : 1
    let source = tensor.contiguous()
    var failure: FileError?
    source.withUnsafeBufferPointer { scalars in
      do throws(FileError) {
        try write(names: names, rows: rows, width: width, to: output) { row, text in
          for column in 0..<width {
            if column > 0 { text.append(separator.rawValue) }
            append(&text, scalars[row * width + column])
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Writes a header and the rows, a few dozen chunks at a time so that the text of a large table is never in memory as a whole.
  private func write(
    names: [String]?, rows: Int, width: Int, to output: OutputFile, _ appendRow: (Int, inout [UInt8]) -> Void
  ) throws(FileError) {
    if let names {
      var header: [UInt8] = []
      for (index, name) in names.enumerated() {
        if index > 0 { header.append(separator.rawValue) }
        header.append(field: name, separator: separator, isFirst: index == 0)
      }
      header.append(0x0A)
      try output.write(header)
    }
    let grain = Swift.max(1, Self.cellsPerChunk / Swift.max(width, 1))
    let batch = grain * 32
    for start in stride(from: 0, to: rows, by: batch) {
      let chunks = Parallel.mapRanges(of: Swift.min(batch, rows - start), grain: grain) { range -> [UInt8] in
        var text: [UInt8] = []
        text.reserveCapacity(12 * Self.cellsPerChunk)
        for row in range {
          appendRow(start + row, &text)
          text.append(0x0A)
        }
        return text
      }
      for chunk in chunks { try output.write(chunk) }
    }
  }
}

extension [UInt8] {
  /// Decimal digits.
  @inline(__always)
  mutating func append(integer value: Int) {
    if (0..<10).contains(value) {
      append(UInt8(ascii: "0") + UInt8(value))
    } else {
      append(contentsOf: String(value).utf8)
    }
  }

  /// See ``CSVWriter/text(_:)``.
  @inline(__always)
  mutating func append<Scalar: BinaryFloatingPoint & CustomStringConvertible>(number value: Scalar) {
    append(contentsOf: CSVWriter.text(value).utf8)
  }

  /// Text, in quotes if it would not be read back as it is: separators, quotes, line ends, blanks at an end, a comment's sign at the
  /// start of a line.
  mutating func append(field: String, separator: CSVOptions.Separator, isFirst: Bool) {
    let bytes = field.utf8
    let needsQuotes =
      bytes.contains { $0 == separator.rawValue || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
      || bytes.first == UInt8(ascii: " ") || bytes.last == UInt8(ascii: " ")
      || isFirst && (bytes.first == UInt8(ascii: "#") || bytes.isEmpty)
    guard needsQuotes else {
      append(contentsOf: bytes)
      return
    }
    append(UInt8(ascii: "\""))
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
