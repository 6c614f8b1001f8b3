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
    var table = try CSVStream(["step", "wall_time"] + measures + ["tag", "run"], to: output)
    for found in files {
      if case .scalars = kind {
        let scalars = try ScalarTable(found)
        try scalars.write(to: &table)
        EventSources.tell(scalars.warnings)
        continue
      }
      let file = try EventFile(found.path)
      while let event = try file.next() {
        guard case .summary(let values) = event.content else { continue }
        for value in values {
          for row in rows(of: value) {
            table.append(event.step)
            table.append(event.wallTime)
            for number in row { table.append(number) }
            table.append(value.tag)
            table.append(found.run)
            try table.endRow()
          }
        }
      }
      EventSources.tell(file.warnings)
    }
    try table.flush()
    try output.commit()
  }

  private func rows(of value: SummaryValue) -> [[Double]] {
    switch (kind, value.content) {
    case (.histograms, .histogram(let buckets)): buckets.map { [$0.left, $0.right, $0.count] }
    case (.distributions, .histogram(let buckets)): [DistributionQuantiles.values(of: buckets)]
    default: []
    }
  }
}
