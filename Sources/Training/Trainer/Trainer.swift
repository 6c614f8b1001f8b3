public import Networks
public import Tensors

/// Trains a network: batches in a seeded order, forward, backward, update, epoch after epoch, with validation in between.
///
///     let trainer = try Trainer(network, on: training, validation: validation, loss: .crossEntropy, optimizer: Adam())
///     trainer.settings.epochs = 20
///     print(try trainer.run())
///
/// The same seed gives the same weights to the last bit, whatever the number of threads. A step allocates no memory for values: batches
/// are gathered straight into the executor's inputs, and there is one executor for each size of batch.
public final class Trainer {
  public let network: Network<Float>
  public let training: any SampleSource
  public let validation: (any SampleSource)?
  public let optimizer: OptimizerState<Float>
  public var settings: TrainingSettings
  /// Told of everything, in this order.
  public var observers: [any TrainingObserver] = []
  /// Asked between steps; true ends the training as ``TrainingEnd/interrupted``.
  public var shouldStop: () -> Bool = { false }
  /// Where it stands. Set before ``run()`` to go on from there, with the parameters and the optimiser's arrays of that moment.
  public var state = TrainingState()
  public private(set) var lastEpoch: EpochReport?

  var executors: BatchExecutors
  /// How many classes there are, where targets are labels.
  let classCount: Int?
  private var order: [Int] = []

  /// Looks at the shapes and at the data, so that whatever cannot work shows before the first step.
  ///
  /// Throws a ``DataError`` for data that do not fit or are not finite, a `NetworkError` where network and loss do not go together.
  public init(
    _ network: Network<Float>, on training: any SampleSource, validation: (any SampleSource)? = nil, loss: Loss,
    optimizer: any Optimizer, settings: TrainingSettings = TrainingSettings()
  ) throws {
    self.network = network
    self.training = training
    self.validation = validation
    self.settings = settings
    self.optimizer = OptimizerState(optimizer, for: network.parameters)
    executors = try BatchExecutors(network, loss)
    classCount = loss.targets == .labels ? executors.outputShape.last : nil
    try check(training, "training samples")
    if let validation { try check(validation, "validation samples") }
  }

  private func check(_ source: any SampleSource, _ what: String) throws(DataError) {
    guard source.count > 0 else { throw .empty(what) }
    guard source.sampleShape == executors.sampleShape else {
      throw .shape(of: what, expected: executors.sampleShape, found: source.sampleShape)
    }
    guard source.targetShape == executors.targetShape else {
      throw .shape(of: "targets of \(what)", expected: executors.targetShape, found: source.targetShape)
    }
    try source.check(classCount: classCount)
  }

  /// How many samples an epoch has.
  public var samplesInEpoch: Int { settings.order.epochCount(of: training.count) }
  /// How many steps an epoch has.
  public var stepsInEpoch: Int { (samplesInEpoch + batchSize - 1) / batchSize }
  /// Samples in a batch but for the last one.
  public var batchSize: Int { min(settings.batchSize ?? samplesInEpoch, samplesInEpoch) }
}

// MARK: - The loop

extension Trainer {
  /// Trains until all epochs are done, or something ends it before. What an observer throws goes through.
  @discardableResult
  public func run() throws -> TrainingResult {
    precondition(settings.epochs >= 0 && settings.batchSize ?? 1 > 0, "\(settings.epochs) epochs, batches of \(settings.batchSize ?? 0)")
    for observer in observers { try observer.trainingBegins(self) }
    var end = state.end
    while end == nil, state.epoch < settings.epochs { end = try runEpoch() }
    let result = TrainingResult(
      end: end ?? .finished, steps: state.step, lastEpoch: lastEpoch, firstNonFiniteStep: state.firstNonFiniteStep)
    for observer in observers { try observer.trainingEnds(result, self) }
    return result
  }

  /// The rest of the epoch that the state is in. Returns why the training ends, if it does.
  private func runEpoch() throws -> TrainingEnd? {
    if order.count != samplesInEpoch { order = [Int](repeating: 0, count: samplesInEpoch) }
    settings.order.write(epoch: state.epoch, seed: settings.seed, batchSize: batchSize, into: &order)
    let size = batchSize
    while state.samplesSeen < order.count {
      if shouldStop() { return .interrupted }
      let range = state.samplesSeen..<min(state.samplesSeen + size, order.count)
      let report = try step(range)
      for observer in observers { try observer.stepEnds(report, self) }
      if state.end == nil, state.samplesSeen == order.count { try endEpoch(report) }
      let epochEnded = state.samplesSeen == 0
      for observer in observers { try observer.stateIsComplete(self, epochEnded: epochEnded) }
      if epochEnded || state.end != nil { return state.end }
    }
    return state.end
  }

  /// One batch: the samples at these places of the epoch's order.
  private func step(_ range: Range<Int>) throws -> StepReport {
    let executor = try executors.training(range.count)
    order.withUnsafeBufferPointer { order in
      executors.fill(executor, from: training, UnsafeBufferPointer(rebasing: order[range]), step: state.step)
    }
    let pass = Pass(mode: .training, randomKey: passKey)
    executor.forward(to: executors.loss, pass)
    let loss = executor.pointer(to: executors.loss).pointee
    let correct = classCount == nil ? nil : executors.correctCount(executor)
    executor.backward(pass)
    if let clipping = settings.clipping { network.parameters.clipGradients(clipping) }
    let rate = settings.schedule.rate(base: settings.learningRate, step: state.step)
    optimizer.update(learningRate: rate)

    state.step += 1
    state.samplesSeen = range.upperBound
    state.lossSum += Double(loss) * Double(range.count)
    state.correctCount += correct ?? 0
    if !loss.isFinite {
      if state.firstNonFiniteStep == nil { state.firstNonFiniteStep = state.step }
      if settings.nonFinite == .stop { state.end = .nonFiniteLoss }
    }
    return StepReport(
      step: state.step, epoch: state.epoch, score: Score(loss: loss, accuracy: correct.map { Float($0) / Float(range.count) }),
      learningRate: rate, sampleCount: range.count, samplesSeen: state.samplesSeen, samplesInEpoch: order.count)
  }

  private func endEpoch(_ last: StepReport) throws {
    let count = Double(order.count)
    let training = Score(
      loss: Float(state.lossSum / count), accuracy: classCount == nil ? nil : Float(Double(state.correctCount) / count))
    let report = EpochReport(
      step: state.step, epoch: state.epoch, training: training, validation: try validation.map { try evaluate($0) },
      learningRate: last.learningRate)
    lastEpoch = report
    judge(report)
    state.epoch += 1
    state.samplesSeen = 0
    state.lossSum = 0
    state.correctCount = 0
    for observer in observers { try observer.epochEnds(report, self) }
  }

  /// Whether the validation loss still goes down.
  private func judge(_ report: EpochReport) {
    guard let loss = report.validation?.loss else { return }
    if Double(loss) < state.bestLoss {
      state.bestLoss = Double(loss)
      state.epochsSinceBest = 0
    } else {
      state.epochsSinceBest += 1
      if let patience = settings.patience, state.epochsSinceBest >= patience { state.end = .noImprovement }
    }
  }

  /// Different for every step, and a function of seed and step alone.
  private var passKey: UInt64 {
    var generator = RandomStream.dropout.generator(seed: settings.seed).stream(UInt64(state.step))
    return generator.next()
  }
}
