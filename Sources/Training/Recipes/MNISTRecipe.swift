internal import Datasets
internal import Networks
internal import Tensors

/// Handwritten digits by an MLP 784-1000-100-10-10-10 with dropout 0.2 after the first layer: Adam 1e-3, batches of 16, one epoch of 48,000
/// with 12,000 for validation, the weights of layers 2 to 5 kept at every batch.
public enum MNISTRecipe: Recipe {
  public static let name = "mnist"
  public static let summary = "60,000 handwritten digits, MLP 784-1000-100-10-10-10 with dropout, Adam, one epoch"
  public static let particularOptions: Set<ParticularOption> = [.dropout, .hidden, .trainingCount, .validationCount]

  public static var defaults: RecipeOptions {
    var options = RecipeOptions()
    options.batchSize = 16
    options.trainingCount = 48_000
    options.validationCount = 12_000
    options.dropout = 0.2
    options.hidden = [1000, 100, 10, 10]
    return options
  }

  /// How many of the 70,000 are for training; the others are the test set, which training never sees.
  private static let available = 60_000

  public static func prepare(_ options: RecipeOptions) throws -> RecipeParts {
    let all = try Samples(.mnist()).reshaped([784]).selecting(0..<available)
    guard options.trainingCount + options.validationCount <= available else {
      throw RecipeError.tooManySamples(asked: options.trainingCount + options.validationCount, available: available)
    }
    let split = SampleSplit.random(available, validationCount: options.validationCount, seed: options.dataSeed)
    let validation = all.selecting(split.validation)
    let names = (0...options.hidden.count).map { "l\($0 + 1)" }
    return RecipeParts(
      network: try Network(Sequential(layers(options, names)), inputShape: [784], seed: options.seed), loss: .crossEntropy,
      training: all.selecting(split.training.prefix(options.trainingCount)), validation: validation,
      probe: ProbeSamples(balanced: options.probeCount, of: validation),
      activations: names.dropLast().map { ($0, $0) } + [("logits", names[names.count - 1])], recordedLayers: Array(names.dropFirst()),
      allSamples: all)
  }

  private static func layers(_ options: RecipeOptions, _ names: [String]) -> [any Layer] {
    var layers: [any Layer] = []
    var width = 784
    for (index, units) in options.hidden.enumerated() {
      layers += [Linear(width, units).named(names[index]), ReLU().named("relu\(index + 1)")] as [any Layer]
      if index == 0 { layers.append(Dropout(options.dropout).named("dropout")) }
      width = units
    }
    return layers + [Linear(width, 10).named(names[names.count - 1])]
  }
}
