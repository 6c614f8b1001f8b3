import Fathom

/// Copies the whole records of one event file to another.
struct EventRepairJob {
  let files: [EventFolder.Found]
  let target: String

  func run() throws {
    guard files.count == 1, let file = files.first else {
      throw Failure(.usage, "--repair takes one event file, not \(files.count)")
    }
    let output = try OutputFile(target, differentFrom: [file.path])
    let report = try EventRepair.copy(file.path, to: output)
    EventSources.tell(report.warnings)
    if report.kept == 0 { throw Failure(.badData, "\(file.path): no record in it is whole") }
    try output.commit()
  }
}
