internal import Networks
internal import Tensors

/// 10-100-1 with all weights 1, which is to add up ten numbers: SGD 0.01 on fresh batches of 64.
///
/// As written it blows up: the gradients are hundreds of times too large for the rate, and the loss is infinite within a few steps. With a
/// rate of 1e-5 the weights spread from their common start.
public enum ConstantInitRecipe: Recipe {
  public static let name = "constant-init"
  public static let summary = "10-100-1, all weights 1, learns to add; blows up with its rate of 0.01, spreads with 1e-5"
  public static let particularOptions: Set<ParticularOption> = [.hidden]

  public static var defaults: RecipeOptions {
    var options = RecipeOptions()
    options.epochs = 100
    options.batchSize = 64
    options.learningRate = 0.01
    options.optimizer = "sgd"
    options.hidden = [100]
    options.recorded = [.weights, .gradients]
    options.resumeEvery = 10
    return options
  }

  private static let features = 10

  public static func prepare(_ options: RecipeOptions) throws -> RecipeParts {
    let widths = [features] + options.hidden + [1]
    var layers: [any Layer] = []
    for index in 1..<widths.count {
      if index > 1 { layers.append(ReLU().named("relu\(index - 1)")) }
      layers.append(
        Linear(widths[index - 1], widths[index], weightInitializer: .constant(1)).named("fc\(index)"))
    }
    let network = try Network<Float>(Sequential(layers), inputShape: [features], seed: options.seed)
    return RecipeParts(
      network: network, loss: .meanSquaredError, training: sums(count: options.batchSize ?? 64, seed: options.dataSeed), validation: nil,
      probe: nil, activations: (1..<widths.count).map { ("fc\($0)", "fc\($0)") })
  }

  /// Standard normal numbers [10] with their sum [1].
  private static func sums(count: Int, seed: UInt64) -> GeneratedSamples {
    GeneratedSamples(count: count, sampleShape: [features], targetShape: [1], seed: seed) { count, generator, inputs, targets in
      generator.fillNormal(inputs)
      for row in 0..<count { targets[row] = inputs[row * features..<(row + 1) * features].reduce(0, +) }
    }
  }
}
