import Datasets
import Networks
import Tensors
import TestSupport
import Testing

@testable import Training

/// The losses are judged by PyTorch's, from the same weights on the same batches: `Fixtures/make_moons_training.py`.
@Suite(.serialized) struct TrainerTests {
  static let fixture = try! Fixture("moons_training", beside: #filePath.replacing("/Trainer/", with: "/"))

  /// The moons' training part, and an MLP whose weights a formula gives.
  static func moons(_ optimizer: any Optimizer, _ settings: TrainingSettings) throws -> Trainer {
    let all = try Samples(.moons())
    let network = try Network<Float>(
      Sequential(
        Linear(2, 32).named("layer_in"), ReLU().named("a"), Linear(32, 32).named("layer_hidden"), ReLU().named("b"),
        Linear(32, 2).named("layer_out")), inputShape: [2])
    for (number, slot) in network.parameters.slots.enumerated() {
      let values = (0..<slot.count).map { Float(sine(Double(1 + 1000 * number + $0)) / 4) }
      try network.parameters.set(slot.name, to: Tensor(values, shape: slot.shape))
    }
    let split = MoonsRecipe.split(500, seed: 1234)
    return try Trainer(
      network, on: all.selecting(split.training), validation: all.selecting(split.validation), loss: .crossEntropy, optimizer: optimizer,
      settings: settings)
  }

  private static func sine(_ x: Double) -> Double { Tensor<Double>([x]).sin().scalars[0] }

  private static func settings(_ change: (inout TrainingSettings) -> Void) -> TrainingSettings {
    var settings = TrainingSettings()
    change(&settings)
    return settings
  }

  @Test func lossesAreThoseOfPyTorch() throws {
    for (name, optimizer, rate, batchSize) in [("adam", Adam() as any Optimizer, 0.01, 300), ("sgd", SGD(), 0.1, 64)] {
      let trainer = try Self.moons(
        optimizer,
        Self.settings {
          ($0.epochs, $0.batchSize, $0.learningRate, $0.order) = (50, batchSize, rate, .sequential)
        })
      let log = Log()
      trainer.observers = [log]
      try trainer.run()
      let difference = relativeDifference(log.steps.prefix(50).map(\.score.loss), Self.fixture[name].data)
      // Sums in another order; observed 2e-6.
      #expect(difference < 1e-4, "\(name): \(difference)")
    }
  }

  @Test func theLastBatchOfAnEpochHasWhatIsLeft() throws {
    let trainer = try Self.moons(SGD(), Self.settings { ($0.epochs, $0.batchSize) = (2, 128) })
    let log = Log()
    trainer.observers = [log]
    let result = try trainer.run()
    #expect(trainer.stepsInEpoch == 3)
    #expect(log.steps.map(\.sampleCount) == [128, 128, 44, 128, 128, 44])
    #expect(log.steps.map(\.step) == Array(1...6))
    #expect(log.epochs.map(\.step) == [3, 6])
    #expect(result.end == .finished && result.steps == 6)
    // The epoch's figures weigh each batch by its samples.
    let weighted = log.steps.prefix(3).reduce(0.0) { $0 + Double($1.score.loss) * Double($1.sampleCount) } / 300
    #expect(abs(Double(log.epochs[0].training.loss) - weighted) < 1e-6)
    let correct = log.steps.prefix(3).reduce(0.0) { $0 + Double($1.score.accuracy!) * Double($1.sampleCount) }
    #expect(abs(Double(log.epochs[0].training.accuracy!) - correct / 300) < 1e-6)
  }

  @Test func theSizeOfEvaluationBatchesDoesNotMatter() throws {
    let trainer = try Self.moons(SGD(), TrainingSettings())
    let whole = try trainer.evaluate(trainer.validation!)
    trainer.settings.evaluationBatchSize = 33
    let cut = try trainer.evaluate(trainer.validation!)
    #expect(abs(whole.loss - cut.loss) < 1e-6)
    #expect(whole.accuracy == cut.accuracy)
    // Against the network's own forward pass.
    let (inputs, targets) = (trainer.validation as! Samples).tensors(Array(0..<100))
    let best = try trainer.network.forward(inputs).argmax(axis: 1).scalars
    let right = zip(best, targets.scalars).count { Float($0) == $1 }
    #expect(whole.accuracy == Float(right) / 100)
  }

  @Test func anyNumberOfThreadsGivesTheSameBytes() throws {
    let results = try resultsWithThreads {
      let trainer = try Self.moons(Adam(), Self.settings { ($0.epochs, $0.batchSize) = (3, 50) })
      let result = try trainer.run()
      return (result.lastEpoch, trainer.network.parameters.slots.map { try! trainer.network.parameters.value($0.name).scalars })
    }
    for result in results.dropFirst() {
      #expect(result.0 == results[0].0)
      #expect(result.1 == results[0].1)
    }
  }

  @Test func epochsHaveTheirOwnOrder() {
    var (first, second, again) = ([Int](repeating: 0, count: 100), [Int](repeating: 0, count: 100), [Int](repeating: 0, count: 100))
    SampleOrder.shuffled.write(epoch: 0, seed: 1, batchSize: 4, into: &first)
    SampleOrder.shuffled.write(epoch: 1, seed: 1, batchSize: 4, into: &second)
    SampleOrder.shuffled.write(epoch: 0, seed: 1, batchSize: 4, into: &again)
    #expect(first.sorted() == Array(0..<100) && second.sorted() == Array(0..<100))
    #expect(first == again && first != second)
  }

  @Test func patienceEndsATrainingThatNoLongerImproves() throws {
    // A rate of zero: nothing ever improves on the first epoch.
    let trainer = try Self.moons(SGD(), Self.settings { ($0.epochs, $0.learningRate, $0.patience) = (50, 0, 3) })
    let log = Log()
    trainer.observers = [log]
    #expect(try trainer.run().end == .noImprovement)
    #expect(log.epochs.count == 4)
  }

  @Test func aLossThatIsNotFiniteEndsTrainingOrDoesNot() throws {
    for policy in NonFinitePolicy.allCases {
      let trainer = try Self.moons(
        SGD(), Self.settings { ($0.epochs, $0.learningRate, $0.nonFinite, $0.batchSize) = (20, 1e30, policy, 100) })
      let result = try trainer.run()
      let first = try #require(result.firstNonFiniteStep)
      #expect(result.steps == (policy == .stop ? first : 60))
      #expect(result.end == (policy == .stop ? .nonFiniteLoss : .finished))
    }
  }

  @Test func anInterruptionIsHeededBetweenSteps() throws {
    let trainer = try Self.moons(SGD(), Self.settings { ($0.epochs, $0.batchSize) = (10, 50) })
    trainer.shouldStop = { trainer.state.step == 7 }
    let result = try trainer.run()
    #expect(result.end == .interrupted && result.steps == 7)
  }

  @Test func whatDoesNotFitTheNetworkIsRefused() throws {
    let network = try Network<Float>(Linear(2, 3), inputShape: [2])
    func make(_ samples: Samples, _ validation: Samples? = nil) throws {
      _ = try Trainer(network, on: samples, validation: validation, loss: .crossEntropy, optimizer: SGD())
    }
    let right = try Samples(Tensor<Float>.zeros([4, 2]), labels: [0, 1, 2, 0])
    #expect(throws: Never.self) { try make(right, right) }
    #expect(throws: DataError.shape(of: "training samples", expected: [2], found: [3])) {
      try make(Samples(Tensor<Float>.zeros([4, 3]), labels: [0, 1, 2, 0]))
    }
    #expect(throws: DataError.shape(of: "targets of training samples", expected: [], found: [3])) {
      try make(Samples(Tensor<Float>.zeros([4, 2]), targets: .zeros([4, 3])))
    }
    #expect(throws: DataError.empty("validation samples")) { try make(right, right.selecting([Int]())) }
    #expect(throws: DataError.labelOutOfRange(sample: 0, label: 3, classCount: 3)) {
      try make(right, Samples(Tensor<Float>.zeros([1, 2]), labels: [3]))
    }
  }
}

/// Keeps all reports.
final class Log: TrainingObserver {
  var steps: [StepReport] = []
  var epochs: [EpochReport] = []

  func stepEnds(_ report: StepReport, _ trainer: Trainer) { steps.append(report) }
  func epochEnds(_ report: EpochReport, _ trainer: Trainer) { epochs.append(report) }
}
