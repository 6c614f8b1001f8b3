import Fathom

/// Shows a training on standard error: loss and accuracy of the epoch so far, samples in a second, seconds left.
final class TrainingProgress: TrainingObserver {
  private let progress: Progress
  private let stepCount: Int
  private var started = secondsNow()
  private var samples = 0
  private var firstStep = 0
  private var lastShown = -Double.infinity

  /// How often a line is worth writing.
  private static let secondsBetweenLines = 0.05

  init(_ progress: Progress, stepCount: Int) {
    self.progress = progress
    self.stepCount = stepCount
  }

  func trainingBegins(_ trainer: Trainer) {
    started = secondsNow()
    firstStep = trainer.state.step
  }

  func trainingEnds(_ result: TrainingResult, _ trainer: Trainer) {
    progress.show("done", result.steps, of: stepCount, [("peak MiB", Double(Memory.peak.bytes) / 1_048_576)])
  }

  func stepEnds(_ report: StepReport, _ trainer: Trainer) {
    samples += report.sampleCount
    let now = secondsNow()
    guard now - lastShown >= Self.secondsBetweenLines || report.step == stepCount else { return }
    lastShown = now
    let elapsed = max(now - started, 1e-9)
    let seen = Double(report.samplesSeen)
    var measures = [(name: "loss", value: trainer.state.lossSum / seen)]
    if report.score.accuracy != nil { measures.append(("accuracy", Double(trainer.state.correctCount) / seen)) }
    if let validation = trainer.lastEpoch?.validation { measures.append(("validation loss", Double(validation.loss))) }
    measures.append(("samples/s", (Double(samples) / elapsed).rounded()))
    measures.append(("seconds left", (elapsed / Double(report.step - firstStep) * Double(stepCount - report.step)).rounded()))
    progress.show("epoch \(report.epoch + 1)", report.step, of: stepCount, measures)
  }
}
