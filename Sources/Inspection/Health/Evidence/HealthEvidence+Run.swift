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
    // What only the event files have.
    let files = try EventFolder.files(in: path)
    guard !files.isEmpty, gradients.names.isEmpty || weights.names.isEmpty || trainingLoss.isEmpty else { return }
    let log = try HealthEvidence(events: files)
    if gradients.names.isEmpty { gradients = log.gradients }
    if weights.names.isEmpty { weights = log.weights }
    if activations.names.isEmpty { activations = log.activations }
    if trainingLoss.isEmpty { (trainingLoss, validationLoss) = (log.trainingLoss, log.validationLoss) }
  }

  /// Of a table of metrics alone: the losses.
  init(metrics file: InputFile) throws(FileError) {
    self.init()
    add(try MetricsTable(file))
  }

  private mutating func addActivations(of run: RunDirectory) throws(FileError) {
    let kinds = LayerKinds(run.description?.layers ?? [])
    for step in try run.steps(.activations) {
      let snapshot = try run.snapshot(.activations, step: step)
      for name in snapshot.valueNames {
        let (kind, isInput) = kinds.kind(of: name, recorded: snapshot.valueNames)
        activations.append(ActivationFigures(try snapshot.values(name), kind: kind, isInput: isInput), of: name, step: step)
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

/// Which layers of a run rectify or saturate.
private struct LayerKinds {
  private let layers: [RunDescription.Layer]

  init(_ layers: [RunDescription.Layer]) { self.layers = layers }

  /// What follows in the table of layers may belong to another branch where these layers do not stand directly before it.
  private static let linearKinds: Set = ["Linear", "Conv1d", "Conv2d", "Conv3d", "BatchNorm1d", "BatchNorm2d", "LayerNorm"]

  /// What a recorded layer is. Of one whose activation function comes next, and is not recorded itself, the values are that function's input.
  func kind(of name: String, recorded: [String]) -> (ActivationFigures.Kind, isInput: Bool) {
    guard let position = layers.firstIndex(where: { $0.name == name }) else { return (.init(called: name), false) }
    let own = layers[position].kind
    if position + 1 < layers.count, let own, Self.linearKinds.contains(own), !recorded.contains(layers[position + 1].name) {
      let next = ActivationFigures.Kind(layers[position + 1].kind)
      if next != .other { return (next, true) }
    }
    return (own == nil ? .init(called: name) : .init(own), false)
  }
}
