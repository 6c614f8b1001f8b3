internal import Tensors

/// Reads a table in two parallel passes over its lines: one counts the records of each part, the other parses them into place.
struct CSVReader<Scalar: FloatingScalar> {
  private let text: CSVText
  private let options: CSVOptions
  private var dialect: CSVDialect
  private typealias Kind = CSVDialect.ColumnKind

  init(_ file: InputFile, _ options: CSVOptions) throws(FileError) {
    text = try CSVText(file)
    dialect = try CSVDialect(text, options)
    self.options = options
  }

  mutating func read() throws(FileError) -> Table<Scalar> {
    let parts = self.parts()
    let rowStarts = try countRows(parts)
    let rows = rowStarts[parts.count]
    guard rows > 0 else { throw text.error("no rows: only a header", at: 0) }
    while true {
      let (numbers, outcomes) = parse(parts, rowStarts, rows)
      if let failure = outcomes.lazy.compactMap(\.failure).first { throw failure }
      // A column that looked empty in the first records and is not: now it is known what it holds.
      var isRight = true
      for outcome in outcomes.reversed() {
        for (column, kind) in outcome.discoveries {
          dialect.columnKinds[column] = kind
          isRight = false
        }
      }
      if isRight { return try table(numbers, outcomes) }
    }
  }

  // MARK: - Parts

  /// Parts of whole lines, each about a grain long; only one if quotes may hide line ends.
  private func parts() -> [Range<Int>] {
    let grain = 1 << 20
    let start = dialect.dataStart
    if text.hasQuotes { return [start..<text.count] }
    var parts: [Range<Int>] = []
    var cursor = start
    while cursor < text.count {
      let end = text.lineStart(from: min(cursor + grain, text.count))
      parts.append(cursor..<end)
      cursor = end
    }
    return parts
  }

  /// The number of the first row of each part, and at the end the number of rows.
  private func countRows(_ parts: [Range<Int>]) throws(FileError) -> [Int] {
    let counts = Parallel.mapRanges(of: parts.count, grain: 1) { part -> Result<Int, FileError> in
      Result { () throws(FileError) in
        var scanner = RecordScanner(text, parts[part.lowerBound])
        var count = 0
        while try scanner.next() != nil { count += 1 }
        return count
      }
    }
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + (try count.get())) }
    return starts
  }

  // MARK: - Parsing

  /// What came of one part.
  private struct Outcome {
    var texts: [[String]]
    var discoveries: [Int: Kind] = [:]
    var failure: FileError?
  }

  private func parse(_ parts: [Range<Int>], _ rowStarts: [Int], _ rows: Int) -> (Tensor<Scalar>, [Outcome]) {
    let width = dialect.columnKinds.count { $0 == .numbers || $0 == .undecided }
    var outcomes: [Outcome] = []
    let numbers = Tensor<Scalar>(uninitialized: [rows, width]) { buffer in
      nonisolated(unsafe) let base = buffer.baseAddress!
      outcomes = Parallel.mapRanges(of: parts.count, grain: 1) { part in
        let index = part.lowerBound
        return parsePart(parts[index], into: base + rowStarts[index] * width)
      }
    }
    return (numbers, outcomes)
  }

  private func parsePart(_ part: Range<Int>, into target: UnsafeMutablePointer<Scalar>) -> Outcome {
    var outcome = Outcome(texts: Array(repeating: [], count: dialect.columnKinds.count { $0 == .text }))
    var scanner = RecordScanner(text, part)
    var target = target
    do throws(FileError) {
      while let record = try scanner.next() { try parse(record, &target, &outcome) }
    } catch {
      outcome.failure = error
    }
    return outcome
  }

  /// Parses one record, numbers to `target`, which moves on.
  ///
  /// A plain number is parsed where it stands; only what is none is cut out as a field first.
  @inline(__always)
  private func parse(
    _ record: Range<Int>, _ target: inout UnsafeMutablePointer<Scalar>, _ outcome: inout Outcome
  ) throws(FileError) {
    let kinds = dialect.columnKinds
    let separator = dialect.separator
    let parser = NumberParser(decimalMark: dialect.decimalMark.rawValue)
    let end = text.base + record.upperBound
    var cursor = text.base + record.lowerBound
    var textIndex = 0
    for column in kinds.indices {
      let kind = kinds[column]
      cursor = skipPadding(cursor, end, separator)
      if kind == .numbers || kind == .undecided, let (value, next) = parser.parse(cursor, end, as: Scalar.self) {
        let after = skipPadding(next, end, separator)
        let isLast = after == end
        if isLast || after.pointee == separator.rawValue || separator == .blanks && after > next {
          if value.isInfinite { try checkRange(cursor, column) }
          target.pointee = value
          target += 1
          guard isLast == (column == kinds.count - 1) else { throw ragged(record) }
          cursor = isLast || separator == .blanks ? after : after + 1
          continue
        }
      }
      let offset = cursor - text.base
      var fields = FieldScanner(text, offset..<record.upperBound, separator: separator, startingAt: column)
      guard let field = try fields.next() else { throw ragged(record) }
      let isLast = fields.isAtEnd
      switch kind {
      case .numbers, .undecided:
        target.pointee = try number(field, column, kind, parser, &outcome)
        target += 1
      case .text:
        outcome.texts[textIndex].append(text.string(field))
        textIndex += 1
      case .absent:
        if !text.isMissing(field) { outcome.discoveries[column] = parser.isNumber(text, field) ? .numbers : .text }
      }
      guard isLast == (column == kinds.count - 1) else { throw ragged(record) }
      cursor = text.base + fields.cursor
    }
  }

  @inline(__always)
  private func skipPadding(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ separator: CSVOptions.Separator
  ) -> UnsafePointer<UInt8> {
    var cursor = start
    while cursor < end,
      cursor.pointee == UInt8(ascii: " ") || cursor.pointee == UInt8(ascii: "\t") && separator != .tab
    { cursor += 1 }
    return cursor
  }

  /// The number in a field that was cut out: quoted, missing, or none.
  private func number(
    _ field: CSVField, _ column: Int, _ kind: Kind, _ parser: NumberParser, _ outcome: inout Outcome
  ) throws(FileError) -> Scalar {
    if text.isMissing(field) { return .nan }
    let start = text.base + field.range.lowerBound
    let end = text.base + field.range.upperBound
    if let (value, next) = parser.parse(start, end, as: Scalar.self), next == end {
      if value.isInfinite { try checkRange(start, column) }
      return value
    }
    if kind == .undecided {
      outcome.discoveries[column] = .text
      return .nan
    }
    throw text.error(
      "\(text.excerpt(field.range)) is no number, in a column of numbers", at: field.range.lowerBound, column: column,
      name: dialect.names?[column])
  }

  /// Infinity is a number where it is written as a word, and out of range where it is written in digits.
  private func checkRange(_ start: UnsafePointer<UInt8>, _ column: Int) throws(FileError) {
    let first = start.pointee == UInt8(ascii: "-") || start.pointee == UInt8(ascii: "+") ? start[1] : start.pointee
    if first | 0x20 != UInt8(ascii: "i") {
      throw text.error(
        "a number beyond \(Scalar.greatestFiniteMagnitude), the largest \(Scalar.self)", at: start - text.base, column: column,
        name: dialect.names?[column])
    }
  }

  private func ragged(_ record: Range<Int>) -> FileError {
    var fields = FieldScanner(text, record, separator: dialect.separator)
    do throws(FileError) { while try fields.next() != nil {} } catch { return error }
    return text.error("\(fields.count) fields where \(dialect.columnKinds.count) are expected", at: record.lowerBound)
  }

  // MARK: - The result

  private func table(_ numbers: Tensor<Scalar>, _ outcomes: [Outcome]) throws(FileError) -> Table<Scalar> {
    var columns: [Table<Scalar>.Column] = []
    var numberIndex = 0
    var textIndex = 0
    for (column, kind) in dialect.columnKinds.enumerated() {
      let name = dialect.names?[column]
      switch kind {
      case .numbers, .undecided:
        columns.append(.init(name: name, contents: .numbers(numberIndex)))
        numberIndex += 1
      case .text:
        columns.append(.init(name: name, contents: .text(outcomes.flatMap { $0.texts[textIndex] })))
        textIndex += 1
      case .absent:
        break
      }
    }
    if options.requiresNumbers, !dialect.columnKinds.contains(.numbers) {
      var scanner = RecordScanner(text, dialect.dataStart..<text.count)
      let record = try scanner.next() ?? 0..<0
      throw text.error(
        "no column holds numbers; the first row is \(text.excerpt(record))", at: record.lowerBound)
    }
    return Table(columns: columns, numbers: numbers)
  }
}
