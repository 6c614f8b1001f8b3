import Fathom

/// Scalars: step, wall time, value, tag, run.
struct ScalarRows: EventBatch {
  private var scalars = ScalarBatch()

  private static let size = 1 << 14

  var count: Int { scalars.count }

  mutating func fill(from file: EventFile) throws(FileError) { try file.read(Self.size, into: &scalars) }

  func append(_ range: Range<Int>, tags: CSVRows.Cells, run: CSVRows.Cell, to rows: inout CSVRows) {
    for scalar in scalars.scalars[range] {
      rows.append(scalar.step)
      rows.append(scalar.wallTime)
      rows.append(scalar.value)
      rows.append(scalar.tag, of: tags)
      rows.append(run)
      rows.endRow()
    }
  }
}
