import Fathom

/// The scalars or the histograms of event files as one table, written while they are read.
struct EventTable {
  enum Kind { case scalars, histograms, distributions }

  let kind: Kind

  private var measures: [String] {
    switch kind {
    case .scalars: ["value"]
    case .histograms: ["left", "right", "count"]
    case .distributions: DistributionQuantiles.basisPoints.map { $0 % 100 == 0 ? "p\($0 / 100)" : "p\(Double($0) / 100)" }
    }
  }

  func write(_ files: [EventFolder.Found], to output: OutputFile) throws {
    let columns = ["step", "wall_time"] + measures + ["tag", "run"]
    var table = try CSVStream(columns, to: output)
    for file in files {
      switch kind {
      case .scalars: try write(ScalarRows.self, file, width: columns.count, to: &table)
      case .histograms: try write(BucketRows.self, file, width: columns.count, to: &table)
      case .distributions: try write(QuantileRows.self, file, width: columns.count, to: &table)
      }
    }
    try table.flush()
    try output.commit()
  }

  private func write<Batch: EventBatch>(
    _ batch: Batch.Type, _ file: EventFolder.Found, width: Int, to table: inout CSVStream
  ) throws {
    var rows = try EventRows<Batch>(file, width: width)
    try rows.write(to: &table)
    EventSources.tell(rows.warnings)
  }
}
