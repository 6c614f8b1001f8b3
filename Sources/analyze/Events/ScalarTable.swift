import Fathom

/// Rows of scalars as text. While the other threads make the text of one batch, one reads the next batch.
final class ScalarTable {
  private let file: EventFile
  private let run: CSVRows.Cell
  private var tags: [CSVRows.Cell] = []
  private var pieces = (0..<16).map { _ in CSVRows(width: ScalarTable.columns.count) }

  static let columns = ["step", "wall_time", "value", "tag", "run"]
  private static let batchSize = 1 << 14

  init(_ found: EventFolder.Found) throws {
    file = try EventFile(found.path)
    run = CSVRows.Cell(found.run)
  }

  var warnings: [EventFile.Warning] { file.warnings }

  /// Appends the file's scalars to `table`, in the order of the file.
  func write(to table: inout CSVStream) throws {
    var (batch, next) = (ScalarBatch(), ScalarBatch())
    try file.read(Self.batchSize, into: &batch)
    while batch.count > 0 {
      tags += file.tags[tags.count...].map { CSVRows.Cell($0) }
      var failure: FileError?
      let grain = (batch.count + pieces.count - 1) / pieces.count
      pieces.withUnsafeMutableBufferPointer { pieces in
        nonisolated(unsafe) let pieces = pieces
        Parallel.forEach(1 + Parallel.chunkCount(of: batch.count, grain: grain)) { index in
          if index > 0 {
            let start = (index - 1) * grain
            append(batch, start..<min(start + grain, batch.count), to: &pieces[index - 1])
          } else {
            do throws(FileError) { try file.read(Self.batchSize, into: &next) } catch { failure = error }
          }
        }
      }
      for index in pieces.indices { try table.append(&pieces[index]) }
      if let failure { throw failure }
      swap(&batch, &next)
    }
  }

  private func append(_ batch: ScalarBatch, _ range: Range<Int>, to rows: inout CSVRows) {
    for row in range {
      rows.append(batch.steps[row])
      rows.append(batch.wallTimes[row])
      rows.append(batch.values[row])
      rows.append(tags[batch.tags[row]])
      rows.append(run)
      rows.endRow()
    }
  }
}
