public import Formats
internal import TensorBoard
internal import Training

extension HealthEvidence {
  /// Of all that a run directory holds: checkpoints, activations and metrics.
  /// - Parameter progress: Is told how many checkpoints have been read.
  public init(run path: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(FileError) {
    self.init()
    let run = try RunDirectory(path)
    if try !run.steps(.checkpoint).isEmpty { try add(CheckpointSeries(run: path), progress: progress) }
    try addActivations(of: run)
    if let metrics = try run.metrics() { add(metrics) }
    // Gradients that only the event file has.
    let events = try EventFolder.files(in: path)
    if gradients.names.isEmpty, !events.isEmpty { gradients = try HealthEvidence(events: events).gradients }
  }

  private mutating func addActivations(of run: RunDirectory) throws(FileError) {
    let kinds = Dictionary(run.description?.layers.map { ($0.name, $0.kind) } ?? [], uniquingKeysWith: { first, _ in first })
    for step in try run.steps(.activations) {
      let snapshot = try run.snapshot(.activations, step: step)
      for name in snapshot.valueNames {
        activations.append(ActivationFigures(try snapshot.values(name), kind: .init(kinds[name] ?? nil)), of: name, step: step)
      }
    }
  }

  private mutating func add(_ metrics: MetricsTable) {
    // The batches' losses where there are any: they tell the very step.
    let training = metrics.rows.filter { $0.split == "batch" }
    for row in training.isEmpty ? metrics.rows.filter({ $0.split == "train" }) : training {
      if let loss = row.loss { trainingLoss.append(Sample(step: row.step, value: Double(loss))) }
    }
    for row in metrics.rows where row.split == "valid" {
      if let loss = row.loss { validationLoss.append(Sample(step: row.step, value: Double(loss))) }
    }
  }
}
