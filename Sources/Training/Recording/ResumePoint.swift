internal import Formats
internal import Networks
internal import Tensors

/// A training between two steps as a file in a run directory: parameters, what the optimiser keeps, and where the training stands.
enum ResumePoint {
  private static let optimizerPrefix = "optimizer."

  static func write(_ trainer: Trainer, to writer: RunWriter) throws(FileError) {
    let parameters = trainer.network.parameters
    var entries = parameters.slots.map { slot in
      SnapshotEntry(slot.name, shape: slot.shape, UnsafeBufferPointer(start: parameters.pointer(slot), count: slot.count))
    }
    for (name, array) in trainer.optimizer.stateDictionary.sorted(by: { $0.key < $1.key }) {
      entries.append(SnapshotEntry(optimizerPrefix + name, array))
    }
    try writer.write(.resumePoint, step: trainer.state.step, entries, notes: notes(trainer.state))
  }

  /// Puts `trainer` where it was when the point was written.
  /// - Throws: `FileError` where the file is damaged, `NetworkError` where it belongs to another network or optimiser.
  static func restore(_ trainer: Trainer, from point: Snapshot) throws {
    var parameters: [String: Tensor<Float>] = [:]
    var kept: [String: Tensor<Float>] = [:]
    for name in point.names {
      if name.hasPrefix(optimizerPrefix) {
        kept[String(name.dropFirst(optimizerPrefix.count))] = try point.values(name)
      } else {
        parameters[name] = try point.values(name)
      }
    }
    trainer.state = try state(point)
    try trainer.network.load(parameters)
    try trainer.optimizer.load(kept, step: point.step)
  }

  // MARK: - The state as notes

  private static func notes(_ state: TrainingState) -> [(name: String, value: String)] {
    // Swift writes a Double as the shortest text that reads back as the same number, infinity and NaN included.
    [
      ("epoch", "\(state.epoch)"), ("samples_seen", "\(state.samplesSeen)"), ("loss_sum", "\(state.lossSum)"),
      ("correct_count", "\(state.correctCount)"), ("best_loss", "\(state.bestLoss)"), ("epochs_since_best", "\(state.epochsSinceBest)"),
      ("first_nonfinite_step", state.firstNonFiniteStep.map { "\($0)" } ?? "none"), ("end", state.end?.rawValue ?? "none"),
    ]
  }

  private static func state(_ point: Snapshot) throws(FileError) -> TrainingState {
    let notes = Dictionary(point.notes.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws(FileError) -> Value {
      guard let text = notes[name], let value = read(text) else {
        throw FileError(.badData, path: point.path, "no point to go on from: \(name) is missing or wrong", at: "metadata")
      }
      return value
    }
    func count(_ text: String) -> Int? { Int(text).flatMap { $0 >= 0 ? $0 : nil } }
    var state = TrainingState()
    state.step = point.step
    state.epoch = try value("epoch", count)
    state.samplesSeen = try value("samples_seen", count)
    state.lossSum = try value("loss_sum") { Double($0) }
    state.correctCount = try value("correct_count", count)
    state.bestLoss = try value("best_loss") { Double($0) }
    state.epochsSinceBest = try value("epochs_since_best", count)
    state.firstNonFiniteStep = try value("first_nonfinite_step") { text -> Int?? in text == "none" ? .some(nil) : count(text).map { .some($0) } }
    state.end = try value("end") { text -> TrainingEnd?? in text == "none" ? .some(nil) : TrainingEnd(rawValue: text).map { .some($0) } }
    return state
  }
}
