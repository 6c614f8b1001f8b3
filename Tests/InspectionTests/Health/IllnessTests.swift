import Datasets
import Inspection
import Networks
import Tensors
import Testing
import Training

/// Trainings that were each made to have one illness: that one is found, and nothing that it does not explain.
@Suite(.serialized) struct IllnessTests {
  private func expect(_ run: TrainedRun, _ signs: Set<HealthSign>, at place: SourceLocation = #_sourceLocation) throws -> [Finding] {
    let found = try run.findings()
    #expect(found.illnesses == signs, "\(found.told)", sourceLocation: place)
    return found
  }

  @Test func tenLayersOfSigmoids() throws {
    var run = try TrainedRun.moons(optimizer: SGD(), rate: 0.1)
    run.layers = [Linear(2, 16).named("in"), Sigmoid()]
    for number in 1...9 { run.layers += [Linear(16, 16).named("hidden\(number)"), Sigmoid()] as [any Layer] }
    run.layers.append(Linear(16, 2).named("out"))
    let found = try expect(run, [.vanishing])
    // The first layer is worst off, the last one well.
    #expect(found.contains { $0.sign == .vanishing && $0.layer == "in.weight" && $0.verdict == .ill && $0.step == 1 })
    #expect(found.contains { $0.sign == .vanishing && $0.layer == "out.weight" && $0.verdict != .ill }, "\(found.told)")
    #expect(found.contains { $0.sign == .updateRatio && $0.verdict == .follows(.vanishing) }, "\(found.told)")
  }

  @Test func aRateFarTooHigh() throws {
    var run = try TrainedRun.moons(Linear(2, 32).named("in"), ReLU(), Linear(32, 2).named("out"), optimizer: SGD(), rate: 2000, epochs: 40)
    run.loss = .crossEntropy
    let found = try run.findings()
    #expect(found.illnesses.isSubset(of: [.exploding, .nonFinite, .diverging, .dead, .updateRatio]), "\(found.told)")
    #expect(!found.illnesses.isDisjoint(with: [.exploding, .diverging, .nonFinite]), "\(found.told)")
  }

  @Test func aRateTooHighForAdam() throws {
    let run = try TrainedRun.moons(
      Linear(2, 32).named("in"), Tanh(), Linear(32, 32).named("hidden"), LeakyReLU(slope: 0.2), Linear(32, 2).named("out"), rate: 3, epochs: 100)
    let found = try run.findings()
    #expect(found.contains { $0.verdict.isIll }, "\(found.told)")
  }

  @Test func tanhWithHugeWeights() throws {
    let run = try TrainedRun.moons(
      Linear(2, 32, weightInitializer: .normal(mean: 0, deviation: 100)).named("in"), Tanh().named("tanh"), Linear(32, 2).named("out"))
    let found = try expect(run, [.saturated])
    #expect(found.contains { $0.sign == .saturated && $0.layer == "tanh" && $0.step == 0 && $0.figure > 0.9 })
    // The cause is named too, as what it is.
    #expect(found.contains { $0.sign == .initialScale && $0.layer == "in.weight" && $0.verdict == .follows(.saturated) })
  }

  @Test func sigmoidsWithInputsFarFromZero() throws {
    var run = try TrainedRun.moons(Linear(2, 32).named("in"), Sigmoid().named("sigmoid"), Linear(32, 2).named("out"))
    let moons = Dataset.moons()
    let scaled = try Samples(moons).tensors(Array(0..<300))
    run.training = try Samples(scaled.inputs * 1000, labels: scaled.targets.scalars.map { Int($0) })
    run.validation = nil
    #expect(try expect(run, [.saturated]).contains { $0.sign == .saturated && $0.layer == "sigmoid" })
  }

  @Test func unitsThatALargeNegativeBiasSilences() throws {
    let run = try TrainedRun.moons(
      Linear(2, 32).named("in"), ReLU().named("first"), Linear(32, 32, biasInitializer: .constant(-50)).named("hidden"),
      ReLU().named("second"), Linear(32, 2).named("out"))
    let found = try expect(run, [.dead])
    #expect(found.contains { $0.sign == .dead && $0.layer == "second" && $0.figure == 1 && $0.step == 0 })
    #expect(found.contains { $0.sign == .dead && $0.layer == "first" && $0.verdict != .ill })
  }

  @Test func weightsThatBeginAlike() throws {
    let constant = { (inputs: Int, outputs: Int) in
      Linear(inputs, outputs, weightInitializer: .constant(0.2), biasInitializer: .constant(0.1))
    }
    let run = try TrainedRun.moons(constant(2, 16).named("in"), Tanh(), constant(16, 2).named("out"), epochs: 30)
    let found = try expect(run, [.symmetric])
    #expect(found.contains { $0.sign == .symmetric && $0.layer == "in.weight" && $0.step == 0 })
  }

  @Test func theFirstDocumentsExperiment() throws {
    let recipe = ConstantInitRecipe.self
    var options = recipe.defaults
    options.epochs = 20
    let parts = try TrainingRun(recipe, options)
    var run = TrainedRun(
      layers: [
        Linear(10, 100, weightInitializer: .constant(1)).named("fc1"), ReLU(), Linear(100, 1, weightInitializer: .constant(1)).named("fc2"),
      ], training: parts.trainer.training)
    run.loss = .meanSquaredError
    run.optimizer = SGD()
    (run.settings.epochs, run.settings.batchSize, run.settings.learningRate) = (20, 64, 0.01)
    let found = try run.findings()
    #expect(found.illnesses == [.exploding, .nonFinite], "\(found.told)")
    #expect(found.contains { $0.sign == .exploding && $0.layer == "fc1.weight" && $0.step == 1 })
    let lossIsNotFinite = found.first { $0.sign == .nonFinite && $0.layer == "loss" }?.step
    #expect(lossIsNotFinite.map { 2...6 ~= $0 } == true, "\(found.told)")
  }

  @Test func fewSamplesWithLabelsByChance() throws {
    var generator = RandomGenerator(seed: 3)
    func noise(_ count: Int) throws -> Samples {
      let inputs = Tensor<Float>.normal([count, 20], using: &generator)
      return try Samples(inputs, labels: Tensor<Int>.integers([count], below: 2, using: &generator).scalars)
    }
    var run = TrainedRun(
      layers: [Linear(20, 64).named("in"), Tanh(), Linear(64, 2).named("out")], training: try noise(60), validation: try noise(200))
    (run.settings.epochs, run.settings.batchSize, run.settings.learningRate) = (60, 60, 0.01)
    _ = try expect(run, [.overfitting])
  }

  @Test func aRateTooLowToLearn() throws {
    let run = try TrainedRun.moons(
      Linear(2, 32).named("in"), Tanh(), Linear(32, 2).named("out"), optimizer: SGD(), rate: 1e-6)
    _ = try expect(run, [.stalled])
  }

  @Test func aRateOfNothing() throws {
    let run = try TrainedRun.moons(Linear(2, 32).named("in"), Tanh(), Linear(32, 2).named("out"), optimizer: SGD(), rate: 1e-12)
    let found = try expect(run, [.updateRatio])
    #expect(found.contains { $0.sign == .stalled && $0.verdict == .follows(.updateRatio) })
  }

  @Test func aNumberThatIsNone() throws {
    var run = try TrainedRun.moons(Linear(2, 32).named("in"), Tanh(), Linear(32, 2).named("out"), epochs: 30)
    run.accident = { step, network in
      guard step == 17 else { return }
      var weights = try network.parameters.value("out.weight").scalars
      weights[5] = .nan
      try network.parameters.set("out.weight", to: Tensor(weights, shape: [2, 32]))
    }
    let found = try expect(run, [.nonFinite])
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "out.weight" && $0.step == 17 })
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "loss" && $0.step == 18 })
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "in.weight" && $0.step == 18 })
  }

  @Test func gradientsThatGrowFromLayerToLayer() throws {
    var run = try TrainedRun.moons(optimizer: SGD(), rate: 1e-9, epochs: 10)
    run.layers = [Linear(2, 32, weightInitializer: .kaimingNormal()).named("in"), LeakyReLU(slope: 0.5)]
    for number in 1...8 {
      run.layers += [Linear(32, 32, weightInitializer: .kaimingNormal(gain: 6)).named("hidden\(number)"), LeakyReLU(slope: 0.5)] as [any Layer]
    }
    run.layers.append(Linear(32, 2).named("out"))
    let found = try run.findings()
    #expect(found.illnesses.contains(.exploding) && found.illnesses.isSubset(of: [.exploding, .stalled]), "\(found.told)")
  }

  @Test func firstWeightsFarTooSmall() throws {
    let run = try TrainedRun.moons(
      Linear(2, 32, weightInitializer: .normal(mean: 0, deviation: 1e-3)).named("in"), Tanh(), Linear(32, 2).named("out"), rate: 0.003, epochs: 200)
    let found = try expect(run, [.initialScale])
    #expect(found.contains { $0.sign == .initialScale && $0.layer == "in.weight" && $0.step == 0 })
  }
}

/// Trainings with which nothing is wrong.
@Suite(.serialized) struct HealthTests {
  private func expectHealth(_ run: TrainedRun, at place: SourceLocation = #_sourceLocation) throws {
    let found = try run.findings()
    #expect(found.allSatisfy { $0.verdict == .healthy }, "\(found.told)", sourceLocation: place)
    // There was something to look at.
    #expect(Set(found.map(\.sign)).isSuperset(of: [.nonFinite, .exploding, .vanishing, .symmetric, .updateRatio, .stalled]), sourceLocation: place)
  }

  @Test func tanhOnMoons() throws {
    try expectHealth(try TrainedRun.moons(Linear(2, 32).named("in"), Tanh(), Linear(32, 32).named("hidden"), Tanh(), Linear(32, 2).named("out")))
  }

  @Test func rectifiersOnMoonsWithMomentum() throws {
    try expectHealth(
      try TrainedRun.moons(
        Linear(2, 64, weightInitializer: .kaimingNormal()).named("in"), ReLU(), Linear(64, 2).named("out"), optimizer: SGD(momentum: 0.9),
        rate: 0.05, epochs: 100))
  }

  @Test func digits() throws {
    let digits = try Samples(.digits(), bytesDividedBy: 16)
    var run = TrainedRun(
      layers: [Flatten(), Linear(64, 48).named("in"), ReLU(), Linear(48, 10).named("out")], training: digits.selecting(Array(0..<1400)),
      validation: digits.selecting(Array(1400..<1797)))
    (run.settings.epochs, run.settings.batchSize, run.settings.learningRate) = (5, 64, 0.003)
    try expectHealth(run)
  }

  @Test func aConvolutionalNetworkOnSquares() throws {
    let squares = try Samples(.squares(count: 300))
    var run = TrainedRun(
      layers: [
        Reshape([1, 32, 32]), Conv2d(1, 8, kernelSize: 3, padding: 1).named("conv"), ReLU(), MaxPool2d(2), Flatten(), Linear(8 * 16 * 16, 9).named("out"),
      ], training: squares.selecting(Array(0..<240)), validation: squares.selecting(Array(240..<300)))
    (run.settings.epochs, run.settings.batchSize, run.settings.learningRate) = (8, 32, 0.002)
    try expectHealth(run)
  }
}
