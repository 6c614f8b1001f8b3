internal import Datasets
internal import Networks
internal import Tensors

/// Two interleaving half circles told apart by an MLP 2-32-32-2: cross-entropy, Adam 0.01, 200 epochs of one batch.
///
/// 500 points in the parts 60, 20 and 20 per cent that scikit-learn's `train_test_split(test_size=0.4)` and then
/// `train_test_split(test_size=0.5)` make with the data's seed. The last part is the probe.
public enum MoonsRecipe: Recipe {
  public static let name = "moons"
  public static let summary = "500 points of two half circles, MLP 2-32-32-2, Adam, 200 epochs"
  public static let particularOptions: Set<ParticularOption> = [.noise, .hidden, .trainingCount]

  public static var defaults: RecipeOptions {
    var options = RecipeOptions()
    options.epochs = 200
    options.learningRate = 0.01
    options.dataSeed = 1234
    options.trainingCount = 500
    options.noise = 0.1
    options.hidden = [32, 32]
    options.recorded = [.weights, .gradients, .activations]
    options.recordEvery = 20
    options.resumeEvery = 50
    return options
  }

  public static func prepare(_ options: RecipeOptions) throws -> RecipeParts {
    let seed = UInt32(truncatingIfNeeded: options.dataSeed)
    let all = try Samples(.moons(count: options.trainingCount, noise: options.noise, seed: seed))
    let parts = split(all.count, seed: seed)
    let test = all.tensors(parts.test)
    let network = try Network<Float>(Sequential(layers(options.hidden)), inputShape: [2], seed: options.seed)
    return RecipeParts(
      network: network, loss: .crossEntropy, training: all.selecting(parts.training), validation: all.selecting(parts.validation),
      probe: ProbeSamples(samples: test.inputs, labels: test.targets.scalars.map { Int($0) }),
      activations: hiddenNames(options.hidden.count).map { ($0, $0) } + [("logits", "layer_out")], allSamples: all)
  }

  /// The numbers of the points in the three parts.
  static func split(_ count: Int, seed: UInt32) -> (training: [Int], validation: [Int], test: [Int]) {
    let (training, rest) = SampleSplit.scikitLearn(count, testFraction: 0.4, seed: seed)
    let (validation, test) = SampleSplit.scikitLearn(rest.count, testFraction: 0.5, seed: seed)
    return (training, validation.map { rest[$0] }, test.map { rest[$0] })
  }

  private static func hiddenNames(_ count: Int) -> [String] {
    (0..<count).map { $0 == 0 ? "layer_in" : $0 == 1 ? "layer_hidden" : "layer_hidden\($0)" }
  }

  private static func layers(_ hidden: [Int]) -> [any Layer] {
    var layers: [any Layer] = []
    var width = 2
    for (index, name) in hiddenNames(hidden.count).enumerated() {
      layers += [Linear(width, hidden[index]).named(name), ReLU().named("act\(index + 1)")] as [any Layer]
      width = hidden[index]
    }
    return layers + [Linear(width, 2).named("layer_out")]
  }
}
