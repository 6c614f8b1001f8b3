internal import Formats
internal import Networks
internal import Statistics
internal import TensorBoard

/// When a training's distributions are logged for TensorBoard.
public enum TensorBoardLogging: Sendable, Hashable {
  case off
  case eachEpoch
  /// At every so many steps.
  case every(Int)
}

/// Logs a training for TensorBoard, in the run directory: losses and accuracies at the end of each epoch, the batches' losses, and the
/// distributions of all parameters and gradients.
///
/// The file is the same from one run to the next, and as if there had been no interruption after one, so it holds no times: TensorBoard
/// is told that a step took a second.
final class EventRecorder: TrainingObserver {
  private let log: SummaryWriter
  private let logging: TensorBoardLogging

  /// - Parameter step: The one that is gone on from, if any: what the file holds after it is cut off.
  /// - Throws: `cannotCreate` where the file cannot be written, `badData` where one that is gone on with is damaged.
  init(_ writer: RunWriter, _ logging: TensorBoardLogging, resumingAfter step: Int? = nil) throws(FileError) {
    let path = writer.path + "/" + RunLayout.events
    let wallTime: @Sendable (Int) -> Double = { Double($0) }
    if let step, Folder.hasFile(path) {
      log = try SummaryWriter(resuming: path, after: step, wallTime: wallTime)
    } else {
      log = try SummaryWriter(replacing: path, wallTime: wallTime)
    }
    self.logging = logging
  }

  func trainingBegins(_ trainer: Trainer) throws {
    if trainer.state.step == 0 { try logDistributions(trainer, step: 0) }
  }

  func stepEnds(_ report: StepReport, _ trainer: Trainer) throws {
    if trainer.stepsInEpoch > 1 { try log(report.score, "batch", step: report.step) }
    if case .every(let steps) = logging, report.step.isMultiple(of: steps) { try logDistributions(trainer, step: report.step) }
  }

  func epochEnds(_ report: EpochReport, _ trainer: Trainer) throws {
    try log(report.training, "train", step: report.step)
    if let validation = report.validation { try log(validation, "valid", step: report.step) }
    try log.scalar("learning_rate", report.learningRate, step: report.step)
    if logging == .eachEpoch { try logDistributions(trainer, step: report.step) }
  }

  private func log(_ score: Score, _ split: String, step: Int) throws(FileError) {
    try log.scalar("loss/\(split)", Double(score.loss), step: step)
    if let accuracy = score.accuracy { try log.scalar("accuracy/\(split)", Double(accuracy), step: step) }
  }

  /// Step 0 has no gradients yet.
  private func logDistributions(_ trainer: Trainer, step: Int) throws(FileError) {
    let parameters = trainer.network.parameters
    var histograms: [(tag: String, histogram: Histogram)] = []
    for slot in parameters.slots {
      histograms.append((slot.name, Histogram(of: UnsafeBufferPointer(start: parameters.pointer(slot), count: slot.count))))
      guard step > 0, let gradient = parameters.gradientPointer(slot) else { continue }
      let values = UnsafeBufferPointer(start: UnsafePointer(gradient), count: slot.count)
      histograms.append((slot.name + Snapshot.gradientSuffix, Histogram(of: values)))
    }
    try log.histograms(histograms, step: step)
  }
}
