import Fathom

/// Values of an event file, as many as are read and turned into rows at once.
protocol EventBatch {
  init()

  /// How many values there are.
  var count: Int { get }

  /// Reads the next values of `file`, instead of those that were there. None: the file is at its end.
  mutating func fill(from file: EventFile) throws(FileError)

  /// Appends the rows of some of the values.
  /// - Parameter tags: By number.
  func append(_ range: Range<Int>, tags: CSVRows.Cells, run: CSVRows.Cell, to rows: inout CSVRows)
}

/// Rows of values as text. While the other threads make the text of one batch, one reads the next batch.
struct EventRows<Batch: EventBatch> {
  private let file: EventFile
  private let run: CSVRows.Cell
  private var tags = CSVRows.Cells()
  private var pieces: [CSVRows]

  /// - Parameter width: How many cells a row has.
  init(_ found: EventFolder.Found, width: Int) throws {
    file = try EventFile(found.path)
    run = CSVRows.Cell(found.run)
    pieces = (0..<16).map { _ in CSVRows(width: width) }
  }

  var warnings: [EventFile.Warning] { file.warnings }

  /// Appends the file's values to `table`, in the order of the file.
  mutating func write(to table: inout CSVStream) throws {
    var (batch, next) = (Batch(), Batch())
    try batch.fill(from: file)
    while batch.count > 0 {
      for tag in file.tags[tags.count...] { tags.append(tag) }
      let failure = makeRows(of: batch, reading: &next)
      for index in pieces.indices { try table.append(&pieces[index]) }
      if let failure { throw failure }
      swap(&batch, &next)
    }
  }

  private mutating func makeRows(of batch: Batch, reading next: inout Batch) -> FileError? {
    var failure: FileError?
    let grain = (batch.count + pieces.count - 1) / pieces.count
    let (file, run, tags) = (file, run, tags)
    pieces.withUnsafeMutableBufferPointer { pieces in
      nonisolated(unsafe) let pieces = pieces
      Parallel.forEach(1 + Parallel.chunkCount(of: batch.count, grain: grain)) { index in
        if index > 0 {
          let start = (index - 1) * grain
          batch.append(start..<min(start + grain, batch.count), tags: tags, run: run, to: &pieces[index - 1])
        } else {
          do throws(FileError) { try next.fill(from: file) } catch { failure = error }
        }
      }
    }
    return failure
  }
}
