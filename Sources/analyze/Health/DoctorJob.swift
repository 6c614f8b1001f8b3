import Fathom

/// Gathers the evidence, and writes what it comes to.
struct DoctorJob {
  let sources: [String]
  let output: String
  let format: FigureTable.Format
  /// Whether what is healthy is left out.
  let findingsAlone: Bool
  /// What makes the exit status 1.
  let failingSigns: Set<HealthSign>
  let progress: ProgressStyle

  func run() throws {
    let output = try OutputFile(output, differentFrom: sources)
    let trainings = try trainings()
    guard trainings.contains(where: { !$0.evidence.isEmpty }) else {
      throw Failure(
        .badData, "\(sources[0]): nothing to judge a training by",
        hint: "checkpoints, activations, metrics.csv, or event files with losses and histograms are")
    }
    let findings = trainings.flatMap { self.findings(of: $0) }.filter { !findingsAlone || $0.verdict != .healthy }
    try FindingTable(findings).write(as: format, to: output)
    try output.commit()
    if findings.contains(where: { $0.verdict.isIll && failingSigns.contains($0.sign) }) {
      throw FoundWhatWasAsked()
    }
  }

  private func trainings() throws -> [ObservedTraining] {
    let shown = Progress(progress)
    defer { shown.finish() }
    return try ObservedTraining.all(at: sources) { shown.show("checkpoints", $0, of: $1) }
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
