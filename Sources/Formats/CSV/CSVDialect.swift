/// How a table is written, found out from its first records.
struct CSVDialect {
  var separator: CSVOptions.Separator
  var decimalMark: CSVOptions.DecimalMark
  /// The header's names; nil where there is none.
  var names: [String]?
  /// Where the first record after the header starts.
  var dataStart: Int
  var columnKinds: [ColumnKind]

  /// What a column holds, as far as its first records tell.
  enum ColumnKind: Equatable {
    case numbers
    case text
    /// Nothing yet: numbers until a text is found.
    case undecided
    /// Nothing, and no name, at the end of each record, where a separator stands too many.
    case absent
  }

  private static let sampleRecords = 100
  private static let sampleBytes = 1 << 20

  init(_ text: CSVText, _ options: CSVOptions) throws(FileError) {
    let records = try Self.sample(text)
    guard let first = records.first else { throw text.error("no rows: only blank lines and comments", at: 0) }
    separator = options.separator ?? Self.separator(text, records)
    var rows: [[CSVField]] = []
    for record in records { rows.append(try Self.fields(text, record, separator)) }
    let width = rows[0].count
    guard width <= CSVText.maximumColumns else {
      throw text.error("\(width) columns, more than \(CSVText.maximumColumns)", at: first.lowerBound)
    }
    if let mark = options.decimalMark {
      decimalMark = mark
    } else {
      decimalMark = try Self.decimalMark(text, rows, separator)
    }

    let parser = NumberParser(decimalMark: decimalMark.rawValue)
    func kind(_ field: CSVField) -> ColumnKind {
      text.isMissing(field) ? .undecided : parser.isNumber(text, field) ? .numbers : .text
    }
    let firstKinds = rows[0].map(kind)
    var kinds = [ColumnKind](repeating: .undecided, count: width)
    for row in rows.dropFirst() where row.count == width {
      for (column, field) in row.enumerated() where kinds[column] == .undecided { kinds[column] = kind(field) }
    }
    let hasHeader =
      switch options.header {
      case .present: true
      case .absent: false
      case .automatic:
        zip(firstKinds, kinds).contains { $0 == .text && $1 == .numbers }
          || firstKinds.allSatisfy { $0 != .numbers } && kinds.allSatisfy { $0 == .undecided } && firstKinds.contains(.text)
          || Self.countsFromZero(text, rows)
      }
    if hasHeader {
      names = rows[0].map { text.string($0) }
      var scanner = RecordScanner(text, first.lowerBound..<text.count)
      _ = try scanner.next()
      dataStart = scanner.cursor
    } else {
      names = nil
      dataStart = first.lowerBound
      for column in 0..<width where firstKinds[column] != .undecided { kinds[column] = firstKinds[column] }
    }
    while let last = kinds.last, last == .undecided, kinds.count > 1, names.map({ $0[kinds.count - 1].isEmpty }) ?? true {
      kinds.removeLast()
    }
    kinds += [ColumnKind](repeating: .absent, count: width - kinds.count)
    if let names {
      for (column, name) in names.enumerated() where options.textColumns.contains(name) { kinds[column] = .text }
    }
    columnKinds = kinds
  }

  private static func sample(_ text: CSVText) throws(FileError) -> [Range<Int>] {
    var scanner = RecordScanner(text, 0..<text.count)
    var records: [Range<Int>] = []
    while records.count < 2 || records.count < sampleRecords && scanner.cursor < sampleBytes, let record = try scanner.next() {
      records.append(record)
    }
    return records
  }

  static func fields(
    _ text: CSVText, _ record: Range<Int>, _ separator: CSVOptions.Separator
  ) throws(FileError) -> [CSVField] {
    var scanner = FieldScanner(text, record, separator: separator)
    var fields: [CSVField] = []
    while let field = try scanner.next() { fields.append(field) }
    return fields
  }

  /// The separator that cuts every record into equally many fields, more than one; a tab before a semicolon before a comma before
  /// blanks, because each may stand inside the fields of those before it. If none does, the one that the first record holds.
  private static func separator(_ text: CSVText, _ records: [Range<Int>]) -> CSVOptions.Separator {
    let candidates: [CSVOptions.Separator] = [.tab, .semicolon, .comma, .blanks]
    func width(_ record: Range<Int>, _ separator: CSVOptions.Separator) -> Int? {
      var scanner = FieldScanner(text, record, separator: separator)
      do throws(FileError) { while try scanner.next() != nil {} } catch { return nil }
      return scanner.count
    }
    let firstWidths = candidates.map { width(records[0], $0) ?? 1 }
    for (candidate, firstWidth) in zip(candidates, firstWidths)
    where firstWidth > 1 && records.dropFirst().allSatisfy({ width($0, candidate) == firstWidth }) {
      return candidate
    }
    return zip(candidates.dropLast(), firstWidths).first { $0.1 > 1 }?.0 ?? .comma
  }

  /// The comma only where some number can be read no other way and none has a point. `1,234` alone may mean two things.
  private static func decimalMark(
    _ text: CSVText, _ rows: [[CSVField]], _ separator: CSVOptions.Separator
  ) throws(FileError) -> CSVOptions.DecimalMark {
    guard separator != .comma else { return .point }
    let point = NumberParser()
    let comma = NumberParser(decimalMark: CSVOptions.DecimalMark.comma.rawValue)
    var ambiguous: (column: Int, field: CSVField)?
    var hasComma = false
    for row in rows {
      for (column, field) in row.enumerated() {
        let bytes = UnsafeBufferPointer(start: text.base + field.range.lowerBound, count: field.range.count)
        if bytes.contains(UInt8(ascii: ".")) {
          if point.isNumber(text, field) { return .point }
        } else if let mark = bytes.firstIndex(of: UInt8(ascii: ",")), comma.isNumber(text, field) {
          let digits = bytes[..<mark].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
          let looksGrouped = bytes.count - mark == 4 && (1...3).contains(digits.count) && digits.first != UInt8(ascii: "0")
          if !looksGrouped { hasComma = true } else if ambiguous == nil { ambiguous = (column, field) }
        }
      }
    }
    if hasComma { return .comma }
    guard let (column, field) = ambiguous else { return .point }
    throw text.error(
      "\(text.excerpt(field.range)) may be a fraction or thousands, and no other number tells which", at: field.range.lowerBound,
      column: column, hint: "write numbers with a decimal point and without separators of thousands")
  }

  /// Whether the first record is 0, 1, 2, ... above numbers that are not whole: the header that pandas gives to unnamed columns.
  private static func countsFromZero(_ text: CSVText, _ rows: [[CSVField]]) -> Bool {
    guard rows.count > 1, rows[0].count > 1 else { return false }
    let counts = rows[0].enumerated().allSatisfy { column, field in text.string(field) == String(column) }
    return counts
      && rows[1].contains { field in
        UnsafeBufferPointer(start: text.base + field.range.lowerBound, count: field.range.count).contains(UInt8(ascii: "."))
      }
  }
}

extension NumberParser {
  /// Whether the whole field is a number.
  func isNumber(_ text: CSVText, _ field: CSVField) -> Bool {
    let end = text.base + field.range.upperBound
    return parse(text.base + field.range.lowerBound, end, as: Double.self)?.end == end
  }
}
