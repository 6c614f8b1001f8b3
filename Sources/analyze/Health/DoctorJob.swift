import Fathom

/// Gathers the evidence, and writes what it comes to.
struct DoctorJob {
  let options: DoctorCommand

  func run() throws {
    let output = try OutputFile(options.execution.output, differentFrom: options.sources)
    let evidence = try evidence()
    guard !evidence.isEmpty else {
      throw Failure(
        .badData, "\(options.sources[0]): nothing to judge a training by",
        hint: "checkpoints, activations, metrics.csv, or event files with losses and histograms are")
    }
    let findings = Checkup.findings(in: evidence).filter { !options.findings || $0.verdict != .healthy }
    try FindingTable(findings).write(as: options.format, to: output)
    try output.commit()
    if let asked = options.failOn?.signs, findings.contains(where: { $0.verdict.isIll && asked.contains($0.sign) }) {
      throw FoundWhatWasAsked()
    }
  }

  private func evidence() throws -> HealthEvidence {
    let progress = Progress(options.execution.progress)
    defer { progress.finish() }
    func show(_ done: Int, _ total: Int) { progress.show("checkpoints", done, of: total) }
    let paths = options.sources
    if paths.count == 1, FileSystem.isDirectory(paths[0]) {
      if RunDirectory.isRun(paths[0]) { return try HealthEvidence(run: paths[0], progress: show) }
      return try HealthEvidence(events: EventSources.files(paths))
    }
    if paths.contains(where: { FileSystem.isDirectory($0) || $0.contains("tfevents") }) {
      return try HealthEvidence(events: EventSources.files(paths))
    }
    return try HealthEvidence(CheckpointSeries(paths), progress: show)
  }
}
