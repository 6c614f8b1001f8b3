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

  /// A parabola's step of more than twice its width: the error doubles at each.
  @Test func aRateFarTooHigh() throws {
    let (found, losses) = try TrainedRun.recipe(ConstantInitRecipe.self) { ($0.hidden, $0.learningRate, $0.epochs) = ([], 1.5, 40) }
    #expect(losses.last!.isFinite && losses.last! > 1e9 * losses[0])
    #expect(found.illnesses == [.exploding], "\(found.told)")
    #expect(found.contains { $0.sign == .diverging && $0.verdict == .follows(.exploding) }, "\(found.told)")
  }

  /// Clipped gradients cannot explode, but each step overshoots.
  @Test func aRateTooHighWithClippedGradients() throws {
    let (found, _) = try TrainedRun.recipe(ConstantInitRecipe.self) {
      ($0.hidden, $0.learningRate, $0.epochs, $0.clipNorm) = ([], 20, 40, 1)
    }
    #expect(found.illnesses == [.diverging], "\(found.told)")
    #expect(found.contains { $0.sign == .diverging && $0.layer == "loss" && $0.figure > $0.threshold && $0.step == 1 }, "\(found.told)")
  }

  /// Most units see almost nothing of the inputs, and a small rate does not change that.
  @Test func unitsThatHardlyTakePart() throws {
    var run = try TrainedRun.moons(
      Linear(2, 32, biasInitializer: .constant(0)).named("in"), ReLU().named("relu"), Linear(32, 2).named("out"), optimizer: SGD(), rate: 0.05, epochs: 60)
    run.accident = { step, network in
      guard step == 1 else { return }
      var weights = try network.parameters.value("in.weight").scalars
      for index in 0..<2 * 24 { weights[index] *= 1e-3 }
      try network.parameters.set("in.weight", to: Tensor(weights, shape: [32, 2]))
      var outgoing = try network.parameters.value("out.weight").scalars
      for index in outgoing.indices where index % 32 < 24 { outgoing[index] *= 1e-3 }
      try network.parameters.set("out.weight", to: Tensor(outgoing, shape: [2, 32]))
    }
    let found = try expect(run, [.dormant])
    #expect(found.contains { $0.sign == .dormant && $0.layer == "relu" && $0.figure > 0.6 && $0.step == 1 }, "\(found.told)")
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

  /// As written: the loss is infinite in the fifth step, the gradients were too long from the first on.
  @Test func theFirstDocumentsExperiment() throws {
    let (found, losses) = try TrainedRun.recipe(ConstantInitRecipe.self) { $0.epochs = 20 }
    #expect(found.illnesses == [.exploding, .nonFinite], "\(found.told)")
    #expect(found.contains { $0.sign == .exploding && $0.layer == "fc1.weight" && $0.step == 1 })
    let first = try #require(losses.firstIndex { !$0.isFinite }) + 1
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "loss" && $0.step == first }, "\(found.told)")
    #expect(found.contains { $0.sign == .nonFinite && $0.layer == "fc1.weight" && $0.step.map { $0 >= first } ?? false })
  }

  /// With the gentle rate it learns; but units that began alike still are.
  @Test func theFirstDocumentsExperimentWithAGentleRate() throws {
    let (found, losses) = try TrainedRun.recipe(ConstantInitRecipe.self) { $0.learningRate = 1e-5 }
    #expect(losses.last! < losses[0] / 2)
    #expect(found.illnesses == [.symmetric], "\(found.told)")
    #expect(found.filter { $0.verdict == .warning }.allSatisfy { $0.sign == .exploding }, "\(found.told)")
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
    let found = try expect(run, [.exploding])
    #expect(found.contains { $0.sign == .exploding && $0.layer == "in.weight" && $0.step == 1 })
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
  @Test(arguments: [UInt64(42), 1, 2]) func theMoonsRecipe(seed: UInt64) throws {
    let (found, _) = try TrainedRun.recipe(MoonsRecipe.self) { ($0.epochs, $0.recordEvery, $0.seed) = (100, 10, seed) }
    #expect(found.allSatisfy { $0.verdict == .healthy }, "\(found.told)")
    // Its layers are recorded before their rectifiers.
    #expect(found.contains { $0.sign == .dead && $0.layer == "layer_hidden" })
  }

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
