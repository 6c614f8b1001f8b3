public import Formats

/// What a run is, as `run.json` tells it. Nothing in it is required of a run that somebody else writes.
public struct RunDescription: Sendable {
  /// A layer, by the name that its parameters and activations have.
  public struct Layer: Sendable, Hashable {
    public var name: String
    /// As PyTorch calls it: `Linear`, `Conv2d`. Nil where nobody said.
    public var kind: String?
    /// The shape of what it gives for one sample. Nil where nobody said.
    public var outputShape: [Int]?
    public var parameters: [Parameter]

    public init(_ name: String, kind: String?, outputShape: [Int]?, parameters: [Parameter] = []) {
      self.name = name
      self.kind = kind
      self.outputShape = outputShape
      self.parameters = parameters
    }
  }

  public struct Parameter: Sendable, Hashable {
    /// As in the checkpoints: `conv1.weight`.
    public var name: String
    public var shape: [Int]

    public init(_ name: String, shape: [Int]) {
      self.name = name
      self.shape = shape
    }
  }

  public var recipe: String?
  /// By what they decide: `weights`, `data`.
  public var seeds: [(name: String, value: UInt64)] = []
  /// What the run was told, by the options' names.
  public var options: [(name: String, value: JSON)] = []
  /// What wrote the run.
  public var versions: [(name: String, value: String)] = [("fathom", fathomVersion)]
  /// The shape of one sample.
  public var inputShape: [Int]?
  public var layers: [Layer] = []
  /// The words for the labels 0, 1, ...
  public var classNames: [String]?
  /// How many samples `probe.safetensors` holds.
  public var probeCount: Int?

  public init(recipe: String? = nil) { self.recipe = recipe }
}
