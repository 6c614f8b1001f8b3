/// Somebody who is told how a training goes: records it, shows it, or ends it by throwing.
///
/// The network's parameters and gradients may be read in every call; what is to be kept has to be copied, since the next step overwrites it.
public protocol TrainingObserver: AnyObject {
  /// Before the first step, or the first one after a resumption.
  func trainingBegins(_ trainer: Trainer) throws
  /// After each step: the parameters are updated, the gradients are those of its batch.
  func stepEnds(_ report: StepReport, _ trainer: Trainer) throws
  /// After the last step of an epoch and its validation.
  func epochEnds(_ report: EpochReport, _ trainer: Trainer) throws
  /// Between two steps, when nothing of the one before is left to be done: the moment to save ``Trainer/state``.
  func stateIsComplete(_ trainer: Trainer, epochEnded: Bool) throws
  func trainingEnds(_ result: TrainingResult, _ trainer: Trainer) throws
}

extension TrainingObserver {
  public func trainingBegins(_ trainer: Trainer) throws {}
  public func stepEnds(_ report: StepReport, _ trainer: Trainer) throws {}
  public func epochEnds(_ report: EpochReport, _ trainer: Trainer) throws {}
  public func stateIsComplete(_ trainer: Trainer, epochEnded: Bool) throws {}
  public func trainingEnds(_ result: TrainingResult, _ trainer: Trainer) throws {}
}
