import Fathom

/// Scalars: step, wall time, value, tag, run.
struct ScalarRows: EventBatch {
  private var scalars = ScalarBatch()

  private static let size = 1 << 14

  var count: Int { scalars.count }

  mutating func fill(from file: EventFile) throws(FileError) { try file.read(Self.size, into: &scalars) }

  func append(_ range: Range<Int>, tags: [CSVRows.Cell], run: CSVRows.Cell, to rows: inout CSVRows) {
    for row in range {
      rows.append(scalars.steps[row])
      rows.append(scalars.wallTimes[row])
      rows.append(scalars.values[row])
      rows.append(tags[scalars.tags[row]])
      rows.append(run)
      rows.endRow()
    }
  }
}
