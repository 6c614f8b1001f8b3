import Fathom

/// Reads event files to the end and says how many events are whole and how many records are not.
struct EventVerification {
  let files: [EventFolder.Found]

  func run(to output: OutputFile) throws {
    var table = try CSVStream(["events", "damaged", "file"], to: output)
    var damaged = 0
    var scalars = ScalarBatch()
    for found in files {
      let file = try EventFile(found.path)
      // Looks through every event, as reading all of it would, and copies only its scalars.
      repeat { try file.read(1 << 14, into: &scalars) } while scalars.count > 0
      EventSources.tell(file.warnings)
      damaged += file.warnings.count
      if file.supersededCount > 0 {
        StandardError.write(
          "analyze: \(found.path): \(file.supersededCount) of its events are left out when it is read: the same steps were logged anew, with narrower buckets\n")
      }
      table.append(file.eventCount)
      table.append(file.warnings.count)
      table.append(found.path)
      try table.endRow()
    }
    try table.flush()
    try output.commit()
    if damaged > 0 {
      throw Failure(
        .badData, "\(damaged) \(damaged == 1 ? "record is" : "records are") damaged", hint: "--repair FILE keeps those that are whole")
    }
  }
}
