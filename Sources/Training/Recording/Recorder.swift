internal import Formats
internal import Networks
internal import Tensors

/// Writes a run directory while a trainer works: checkpoints, activations, metrics, resume points.
///
/// What belongs to step k is the state after k steps: the parameters as the k-th update left them, the gradients that led to it, the loss
/// of its batch. Values are copied into the file in that moment. Step 0 is the state before training, without gradients.
public final class Recorder: TrainingObserver {
  private let writer: RunWriter
  private let plan: RecordingPlan
  private let probe: ProbeSamples?
  private let metrics: MetricsLog
  private var lists: [ValueList.Name: ValueList] = [:]
  private var activations: ActivationRecording?
  private var recordedParameters: [Parameters<Float>.Slot] = []
  /// The step of the last point to go on from, and of one that an interruption has left beside the plan's own.
  private var lastResumePoint: Int?
  private var strayResumePoint: Int?
  private var hasMadeSteps = false

  /// - Parameters:
  ///   - writer: The directory, new or to be gone on with; for the latter `trainer` is restored by ``ResumePoint`` first.
  ///   - probe: Whose activations are recorded; needed where the plan has activations.
  /// - Throws: `NetworkError` where the plan names a layer that the network has not, `FileError` where the directory does not take it.
  public init(_ writer: RunWriter, _ plan: RecordingPlan, probe: ProbeSamples?, for trainer: Trainer) throws {
    self.writer = writer
    self.plan = plan
    self.probe = probe
    let network = trainer.network
    metrics = try writer.metrics()
    recordedParameters = try Self.parameters(of: network, layers: plan.layers)
    if plan.contents.contains(.activations), let probe {
      activations = try ActivationRecording(network, probe.samples, plan.activations)
    }
    var names: [ValueList.Name] = [.trainLoss]
    if trainer.classCount != nil { names.append(.trainAccuracy) }
    if trainer.validation != nil { names += trainer.classCount != nil ? [.validationLoss, .validationAccuracy] : [.validationLoss] }
    for name in names { lists[name] = try writer.values(name, keeping: trainer.state.epoch) }
    if trainer.state.step > 0 {
      lastResumePoint = trainer.state.step
      if !isResumePoint(trainer, epochEnded: trainer.state.samplesSeen == 0) { strayResumePoint = trainer.state.step }
    }
  }

  /// The parameters of the layers called so, in the network's order; a parameter's own name is taken too.
  /// - Throws: Where a layer is not there, naming those that are.
  static func parameters(
    of network: Network<Float>, layers: [String]?
  ) throws(NetworkError) -> [Parameters<Float>.Slot] {
    let slots = network.parameters.slots
    guard let layers else { return slots }
    for layer in layers where !slots.contains(where: { $0.name == layer || $0.layerName == layer }) {
      var known: [String] = []
      for slot in slots where !known.contains(slot.layerName) { known.append(slot.layerName) }
      throw .unknownNode(layer, known: known)
    }
    return slots.filter { layers.contains($0.layerName) || layers.contains($0.name) }
  }
}

// MARK: - As the training goes on

extension Recorder {
  public func trainingBegins(_ trainer: Trainer) throws {
    guard trainer.state.step == 0 else { return }
    if activations != nil, let probe { try writer.writeProbe(samples: .float(probe.samples), labels: probe.labels) }
    try record(step: 0, trainer, isEnd: true)
  }

  public func stepEnds(_ report: StepReport, _ trainer: Trainer) throws {
    hasMadeSteps = true
    if report.step.isMultiple(of: plan.every) { try record(step: report.step, trainer, isEnd: false) }
    // Where an epoch is one step, the epoch's own line says the same.
    guard trainer.stepsInEpoch > 1 else { return }
    try metrics.append(row(report.score, "batch", step: report.step, epoch: report.epoch, report.learningRate))
  }

  public func epochEnds(_ report: EpochReport, _ trainer: Trainer) throws {
    let training = row(report.training, "train", step: report.step, epoch: report.epoch, report.learningRate)
    try lists[.trainLoss]?.append(report.training.loss)
    if let accuracy = report.training.accuracy { try lists[.trainAccuracy]?.append(accuracy) }
    guard let validation = report.validation else { return try metrics.append(training) }
    try metrics.append(training, row(validation, "valid", step: report.step, epoch: report.epoch, report.learningRate))
    try lists[.validationLoss]?.append(validation.loss)
    if let accuracy = validation.accuracy { try lists[.validationAccuracy]?.append(accuracy) }
  }

  public func stateIsComplete(_ trainer: Trainer, epochEnded: Bool) throws {
    if isResumePoint(trainer, epochEnded: epochEnded) { try save(trainer) }
  }

  /// The last state is kept whole. An interruption leaves only a point to go on from, which is taken away again once it has served.
  public func trainingEnds(_ result: TrainingResult, _ trainer: Trainer) throws {
    guard hasMadeSteps else { return }
    if result.end != .interrupted { try record(step: trainer.state.step, trainer, isEnd: true) }
    if lastResumePoint != trainer.state.step { try save(trainer) }
  }

  private func isResumePoint(_ trainer: Trainer, epochEnded: Bool) -> Bool {
    trainer.state.step.isMultiple(of: plan.resumeEvery) || epochEnded && trainer.stepsInEpoch > 1
  }

  private func save(_ trainer: Trainer) throws {
    try ResumePoint.write(trainer, to: writer)
    lastResumePoint = trainer.state.step
    guard let stray = strayResumePoint else { return }
    try writer.remove(.resumePoint, step: stray)
    strayResumePoint = nil
  }

  private func row(_ score: Score, _ split: String, step: Int, epoch: Int, _ learningRate: Double) -> MetricsRow {
    MetricsRow(
      step: step, epoch: epoch, split: split, loss: score.loss, accuracy: score.accuracy, learningRate: Float(learningRate))
  }

  /// - Parameter isEnd: Whether this is the first or the last state, of which all weights are kept.
  private func record(step: Int, _ trainer: Trainer, isEnd: Bool) throws {
    let parameters = trainer.network.parameters
    var entries: [SnapshotEntry] = []
    if plan.contents.contains(.weights) || isEnd {
      for slot in isEnd ? parameters.slots : recordedParameters {
        entries.append(SnapshotEntry(slot, named: slot.name, parameters.pointer(slot)))
      }
    }
    if plan.contents.contains(.gradients), step > 0 {
      for slot in recordedParameters {
        guard let gradient = parameters.gradientPointer(slot) else { continue }
        entries.append(SnapshotEntry(slot, named: slot.name + Snapshot.gradientSuffix, gradient))
      }
    }
    if !entries.isEmpty { try writer.write(.checkpoint, step: step, entries) }
    if let activations { try writer.write(.activations, step: step, activations.entries()) }
  }
}

extension SnapshotEntry {
  fileprivate init(_ slot: Parameters<Float>.Slot, named name: String, _ values: UnsafePointer<Float>) {
    self.init(name, shape: slot.shape, UnsafeBufferPointer(start: values, count: slot.count))
  }
}

extension Parameters.Slot {
  /// `fc1` for `fc1.weight`.
  var layerName: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
}
