import Formats
import Tensors
import Testing

@testable import Training

/// The network whose weights all begin at 1.
@Suite(.serialized) struct ConstantInitTests {
  /// PyTorch's losses are 62,188, then 1e10 and more, infinity and NaN within the first few epochs.
  @Test func constantInitializationBlowsUpAndItsFilesStayWhole() throws {
    let directory = try TemporaryDirectory()
    let run = try RecipeTests.train("constant-init", at: directory.file("run"))
    let read = try RunDirectory(directory.file("run"))
    let losses = try #require(try read.metrics()).rows.compactMap(\.loss)
    #expect(losses.count == 12)
    // 100 units of weight 1: the sum of ten normal numbers a hundred times over, but for the ReLU.
    #expect(losses[0] > 20_000 && losses[0] < 120_000)
    #expect(losses.contains { !$0.isFinite })
    #expect(try read.steps(.checkpoint) == Array(0...12))
    #expect(run.trainer.state.firstNonFiniteStep ?? .max < 10)
    for step in 0...12 { #expect(try read.snapshot(.checkpoint, step: step).values("fc1.weight").shape == [100, 10]) }
    #expect(try read.snapshot(.checkpoint, step: 0).values("fc2.weight").scalars.allSatisfy { $0 == 1 })
  }

  @Test func constantInitializationSpreadsWithASmallRate() throws {
    var options = ConstantInitRecipe.defaults
    options.learningRate = 1e-5
    let run = try TrainingRun(ConstantInitRecipe.self, options)
    let first = try run.trainer.evaluate(run.trainer.training).loss
    let result = try run.trainer.run()
    #expect(result.firstNonFiniteStep == nil)
    #expect(result.lastEpoch!.training.loss < first / 2)
    let weights = try run.trainer.network.parameters.value("fc1.weight")
    #expect(weights.standardDeviation() > 1e-3)
  }
}
