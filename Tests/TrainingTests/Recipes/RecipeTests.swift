import Formats
import TestSupport
import Tensors
import Testing

@testable import Training

/// The recipes in small sizes from end to end.
@Suite(.serialized) struct RecipeTests {
  static let small: [String: [(String, JSON)]] = [
    "constant-init": [("epochs", .integer(12))],
    "moons": [("epochs", .integer(25)), ("batch-size", .integer(70)), ("record-every", .integer(9)), ("resume-every", .integer(7))],
    "squares": [
      ("epochs", .integer(2)), ("samples", .integer(100)), ("validation-samples", .integer(40)), ("batch-size", .integer(32)),
      ("record-every", .integer(3)), ("resume-every", .integer(3)),
    ],
  ]

  static func options(_ name: String) throws -> (any Recipe.Type, RecipeOptions) {
    let recipe = try #require(Recipes.named(name))
    var options = recipe.defaults
    for (option, value) in small[name]! { try options.set(option, to: value, for: recipe) }
    return (recipe, options)
  }

  @discardableResult
  static func train(_ name: String, at path: String) throws -> TrainingRun {
    let (recipe, options) = try options(name)
    let run = try TrainingRun(recipe, options)
    try run.begin(at: path)
    try run.trainer.run()
    return run
  }

  @Test(arguments: small.keys.sorted())
  func theSameSeedWritesTheSameBytesWithAnyNumberOfThreads(name: String) throws {
    let directories = try resultsWithThreads {
      let directory = try TemporaryDirectory()
      try Self.train(name, at: directory.file("run"))
      return directory
    }
    for directory in directories.dropFirst() { expectSameFiles(directory, directories[0]) }
  }

  /// Interrupted after every step once, and gone on with.
  @Test(arguments: small.keys.sorted())
  func aRunThatIsGoneOnWithEndsWithTheSameBytes(name: String) throws {
    let whole = try TemporaryDirectory()
    let run = try Self.train(name, at: whole.file("run"))
    for step in stride(from: 1, to: run.stepCount, by: max(1, run.stepCount / 7)) {
      let cut = try TemporaryDirectory()
      let (recipe, options) = try Self.options(name)
      let first = try TrainingRun(recipe, options)
      try first.begin(at: cut.file("run"))
      first.trainer.shouldStop = { first.trainer.state.step == step }
      #expect(try first.trainer.run().end == .interrupted)
      let second = try TrainingRun(recipe, RecipeOptions.recorded(in: cut.file("run"), for: recipe))
      try second.resume(at: cut.file("run"))
      #expect(second.trainer.state.step == step)
      try second.trainer.run()
      expectSameFiles(cut, whole)
    }
  }

  /// From every resume point of a run that was finished.
  @Test(arguments: small.keys.sorted())
  func everyResumePointLeadsToTheSameBytes(name: String) throws {
    let whole = try TemporaryDirectory()
    try Self.train(name, at: whole.file("run"))
    let cut = try TemporaryDirectory()
    try Self.train(name, at: cut.file("run"))
    for step in try RunDirectory(cut.file("run")).steps(.resumePoint) {
      let (recipe, options) = try Self.options(name)
      let again = try TrainingRun(recipe, options)
      try again.resume(at: cut.file("run"), step: step)
      try again.trainer.run()
      expectSameFiles(cut, whole)
    }
  }

  @Test func moonsAreLearnt() throws {
    let run = try TrainingRun(MoonsRecipe.self, MoonsRecipe.defaults)
    let score = try #require(try run.trainer.run().lastEpoch)
    #expect(score.training.accuracy == 1 && score.validation?.accuracy == 1)
    // PyTorch ends at 0.0005.
    #expect(score.training.loss < 0.002)
  }

  @Test func optionsThatARecipeHasNotAreRefused() throws {
    var options = MoonsRecipe.defaults
    #expect(throws: RecipeError.unknownOption("dropout", recipe: "moons")) {
      try options.set("dropout", to: .number(0.5), for: MoonsRecipe.self)
    }
    #expect(throws: RecipeError.badValue(option: "epochs", value: "-1", expected: "a number from 0 up")) {
      try options.set("epochs", to: .integer(-1), for: MoonsRecipe.self)
    }
    try options.set("batch-size", to: .text("all"), for: MoonsRecipe.self)
    #expect(options.batchSize == nil)
  }

  /// What a run's description says of its options is all that it takes to begin it again.
  @Test(arguments: Recipes.all.map { $0.name })
  func optionsSurviveTheirDescription(name: String) throws {
    let recipe = try #require(Recipes.named(name))
    var options = RecipeOptions()
    for (name, value) in recipe.defaults.values(of: recipe) { try options.set(name, to: value, for: recipe) }
    #expect(options.values(of: recipe).map { "\($0.name)=\($0.value.line)" } == recipe.defaults.values(of: recipe).map { "\($0.name)=\($0.value.line)" })
  }

  @Test func aRunThatIsThereIsNotOverwritten() throws {
    let directory = try TemporaryDirectory()
    try Self.train("moons", at: directory.file("run"))
    let before = try directory.text("run/metrics.csv")
    #expect(fileError { try Self.train("moons", at: directory.file("run")) }?.kind == .cannotCreate)
    #expect(try directory.text("run/metrics.csv") == before)
    #expect(throws: RecipeError.otherRecipe(recorded: "moons", asked: "constant-init")) {
      try RecipeOptions.recorded(in: directory.file("run"), for: ConstantInitRecipe.self)
    }
    var options = try RecipeOptions.recorded(in: directory.file("run"), for: MoonsRecipe.self)
    #expect(throws: RecipeError.differs(option: "learning-rate", recorded: "0.01", asked: "0.5")) {
      try options.change("learning-rate", to: .number(0.5), for: MoonsRecipe.self)
    }
    try options.change("epochs", to: .integer(30), for: MoonsRecipe.self)
  }

  private func expectSameFiles(_ a: TemporaryDirectory, _ b: TemporaryDirectory, _ location: SourceLocation = #_sourceLocation) {
    #expect(a.contents == b.contents, sourceLocation: location)
    for name in a.contents {
      #expect((try? a.bytes(name)) == (try? b.bytes(name)), "\(name)", sourceLocation: location)
    }
  }
}
