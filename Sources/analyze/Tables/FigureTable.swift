import ArgumentParser
import Fathom

/// Rows of names and figures that are read by people (aligned columns) or by programs (CSV, JSON).
struct FigureTable {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json }

  enum Cell {
    case text(String)
    case count(Int)
    case figure(Double)
    /// Nothing to say: blank, or JSON's null.
    case missing

    init(_ value: String?) { self = value.map { .text($0) } ?? .missing }
    init(_ value: Int?) { self = value.map { .count($0) } ?? .missing }
    init(_ value: Double?) { self = value.map { .figure($0) } ?? .missing }
  }

  let columns: [String]
  private(set) var rows: [[Cell]] = []

  init(_ columns: [String]) { self.columns = columns }

  mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
    rows.append(row)
  }

  func write(as format: Format, to output: OutputFile) throws {
    switch format {
    case .table: try output.write(aligned())
    case .csv: try writeCSV(to: output)
    case .json: try output.write(json.pretty + "\n")
    }
  }
}

// MARK: - For programs

extension FigureTable {
  private func writeCSV(to output: OutputFile) throws {
    var stream = try CSVStream(columns, to: output)
    for row in rows {
      for cell in row {
        switch cell {
        case .text(let text): stream.append(text)
        case .count(let count): stream.append(count)
        case .figure(let figure): stream.append(figure)
        case .missing: stream.append("")
        }
      }
      try stream.endRow()
    }
    try stream.flush()
  }

  /// An object for each row. JSON has no NaN and no infinities: they are null, as in `--meta`.
  private var json: JSON {
    .array(
      rows.map { row in
        .object(
          zip(columns, row).map { name, cell in
            switch cell {
            case .text(let text): (name, .text(text))
            case .count(let count): (name, .integer(count))
            case .figure(let figure): (name, JSON(figure))
            case .missing: (name, .null)
            }
          })
      })
  }
}

// MARK: - For people

extension FigureTable {
  /// Columns two blanks apart, text to the left and numbers to the right; figures are rounded to four digits.
  private func aligned() -> String {
    let texts = [columns] + rows.map { $0.map(Self.shown) }
    let lengths = texts.map { $0.map(\.count) }
    let widths = columns.indices.map { column in lengths.lazy.map { $0[column] }.max() ?? 0 }
    let toTheLeft = columns.indices.map { column in
      rows.contains { if case .text = $0[column] { true } else { false } }
    }
    var result = ""
    for (row, lengths) in zip(texts, lengths) {
      // Blanks are written when something follows them, so that no line ends with any.
      var blanks = 0
      for column in columns.indices {
        let rest = widths[column] - lengths[column]
        let text = row[column]
        let ahead = toTheLeft[column] ? 0 : rest
        if text.isEmpty {
          blanks += rest
        } else {
          result.append(String(repeating: " ", count: blanks + ahead))
          result.append(text)
          blanks = toTheLeft[column] ? rest : 0
        }
        blanks += 2
      }
      result.append("\n")
    }
    return result
  }

  private static func shown(_ cell: Cell) -> String {
    switch cell {
    // Names from files may hold anything; a row stays a line.
    case .text(let text): text.singleLine
    case .count(let count): "\(count)"
    case .figure(let figure): rounded(figure)
    case .missing: ""
    }
  }

  private static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
    return value.digits(4)
  }
}
