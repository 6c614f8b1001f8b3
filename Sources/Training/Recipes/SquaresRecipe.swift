internal import Datasets
internal import Networks
internal import Tensors

/// In which of nine cells of a noisy image the square is: TinyCNN 1-16-32, 2048-64-9, Adam 1e-3, batches of 64, 10 epochs.
public enum SquaresRecipe: Recipe {
  public static let name = "squares"
  public static let summary = "noisy 32 x 32 images with a square in one of 9 cells, a small CNN, Adam, 10 epochs"
  public static let particularOptions: Set<ParticularOption> = [.noise, .hidden, .trainingCount, .validationCount]

  public static var defaults: RecipeOptions {
    var options = RecipeOptions()
    options.epochs = 10
    options.batchSize = 64
    options.trainingCount = 4_500
    options.validationCount = 900
    options.noise = 0.25
    options.hidden = [64]
    options.recorded = [.weights, .gradients, .activations]
    options.recordEvery = 20
    options.probeCount = 9
    return options
  }

  public static func prepare(_ options: RecipeOptions) throws -> RecipeParts {
    let seed = UInt32(truncatingIfNeeded: options.dataSeed)
    let all = try Samples(.squares(count: options.trainingCount, noise: Float(options.noise), seed: seed)).reshaped([1, 32, 32])
    let validation = try Samples(.squares(count: options.validationCount, noise: Float(options.noise), seed: seed &+ 1))
      .reshaped([1, 32, 32])
    return RecipeParts(
      network: try network(hidden: options.hidden, seed: options.seed), loss: .crossEntropy, training: all, validation: validation,
      probe: ProbeSamples(balanced: options.probeCount, of: validation),
      activations: activationNames(hidden: options.hidden.count).map { ($0, $0) }, allSamples: all)
  }

  private static func network(hidden: [Int], seed: UInt64) throws -> Network<Float> {
    var layers: [any Layer] = [
      Conv2d(1, 16, kernelSize: 3, padding: 1).named("conv1"), ReLU().named("relu1"), MaxPool2d(2).named("pool1"),
      Conv2d(16, 32, kernelSize: 3, padding: 1).named("conv2"), ReLU().named("relu2"), MaxPool2d(2).named("pool2"),
      Flatten().named("flatten"),
    ]
    var width = 32 * 8 * 8
    for (index, units) in hidden.enumerated() {
      layers += [Linear(width, units).named("fc\(index + 1)"), ReLU().named("relu\(index + 3)")] as [any Layer]
      width = units
    }
    layers.append(Linear(width, 9).named("logits"))
    // The loss takes logits; their softmax is there to be looked at.
    var graph = try Sequential(layers + [Softmax().named("softmax")]).graph(inputShape: [1, 32, 32])
    graph.outputs = [try graph.node(named: "logits")]
    return try Network(graph: graph, seed: seed)
  }

  private static func activationNames(hidden: Int) -> [String] {
    ["conv1", "pool1", "conv2", "pool2"] + (0..<hidden).map { "fc\($0 + 1)" } + ["logits", "softmax"]
  }
}
