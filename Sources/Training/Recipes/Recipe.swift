public import Networks
public import Tensors

/// A training that one of the documents behind Fathom describes: data, network, loss and how it is trained, each part changeable.
public protocol Recipe: Sendable {
  /// What the command calls it.
  static var name: String { get }
  static var summary: String { get }
  /// What the document says.
  static var defaults: RecipeOptions { get }
  /// Which of the options that not every recipe has this one has.
  static var particularOptions: Set<ParticularOption> { get }

  /// Reads or makes the data, and the network with fresh weights.
  static func prepare(_ options: RecipeOptions) throws -> RecipeParts
}

/// Options that make sense for some recipes only.
public enum ParticularOption: String, Sendable, CaseIterable {
  case noise, dropout, hidden
  case trainingCount = "samples"
  case validationCount = "validation-samples"
}

/// What a recipe puts together.
public struct RecipeParts {
  public var network: Network<Float>
  public var loss: Loss
  public var training: any SampleSource
  public var validation: (any SampleSource)?
  public var probe: ProbeSamples?
  /// The nodes that are worth recording, each with the name that it gets.
  public var activations: [(name: String, node: String)]
  /// The layers whose weights are kept unless one says otherwise; nil: all.
  public var recordedLayers: [String]?
  /// The words for the labels.
  public var classNames: [String]?
  /// All the samples that there are, by the numbers that a file with the order of the samples uses; nil where each step makes its own.
  public var allSamples: Samples?
}
