import Fathom

/// Gathers the evidence, and writes what it comes to.
struct DoctorJob {
  let options: DoctorCommand

  func run() throws {
    let output = try OutputFile(options.execution.output, differentFrom: options.sources)
    let trainings = try trainings()
    guard trainings.contains(where: { !$0.evidence.isEmpty }) else {
      throw Failure(
        .badData, "\(options.sources[0]): nothing to judge a training by",
        hint: "checkpoints, activations, metrics.csv, or event files with losses and histograms are")
    }
    let findings = trainings.flatMap { self.findings(of: $0) }.filter { !options.findings || $0.verdict != .healthy }
    try FindingTable(findings).write(as: options.format, to: output)
    try output.commit()
    if let asked = options.failOn?.signs, findings.contains(where: { $0.verdict.isIll && asked.contains($0.sign) }) {
      throw FoundWhatWasAsked()
    }
  }

  private func trainings() throws -> [ObservedTraining] {
    let progress = Progress(options.execution.progress)
    defer { progress.finish() }
    return try ObservedTraining.all(at: options.sources) { progress.show("checkpoints", $0, of: $1) }
  }

  /// Of several trainings each is judged on its own, and its name goes before those of its layers.
  private func findings(of training: ObservedTraining) -> [Finding] {
    Checkup.findings(in: training.evidence).map { finding in
      var finding = finding
      if !training.name.isEmpty { finding.layer = "\(training.name)/\(finding.layer)" }
      return finding
    }
  }
}
