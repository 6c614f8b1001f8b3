import Fathom

/// A network that takes two numbers, as a run tells it, with the samples that show where to look.
struct PlaneNetwork {
  /// Samples as points, and which of them are which.
  struct Points {
    /// Shape [samples, 2].
    var places: Tensor<Float>
    /// Nil where nobody said.
    var labels: [Int]?
  }

  let network: Network<Float>
  /// What it was trained with; nil where the run does not tell.
  private(set) var training: Points?
  /// What it is tested with.
  private(set) var test: Points?
  private(set) var classNames: [String]?
  /// Of a network with one output, what it gives between the two classes.
  private(set) var middle: Float = 0

  /// - Parameter step: Nil: the last.
  init(_ run: RunDirectory, _ snapshot: Snapshot) throws {
    if let recipe = run.description?.recipe.flatMap({ Recipes.named($0) }) {
      let parts = try recipe.prepare(RecipeOptions.recorded(in: run.path, for: recipe))
      guard let samples = parts.training as? Samples, samples.sampleShape == [2] else {
        throw Failure(.usage, "\(run.path): a boundary is drawn for samples of two numbers, not of shape \(parts.training.sampleShape)")
      }
      (network, classNames) = (parts.network, parts.classNames)
      let (inputs, targets) = samples.tensors(Array(0..<samples.count))
      training = Points(places: inputs, labels: targets.scalars.map { Int($0) })
      if let probe = parts.probe, probe.labels != nil { test = Points(places: probe.samples, labels: probe.labels) }
      var state: [String: Tensor<Float>] = [:]
      for name in snapshot.valueNames { state[name] = try snapshot.values(name) }
      try Self.load(state, into: network, snapshot)
      return
    }
    let layers = try run.layers()
    let (chain, state) = try Self.chain(layers, run, snapshot)
    do throws(NetworkError) { network = try Network<Float>(Sequential(chain), inputShape: [2]) } catch {
      throw Failure(.badData, "\(run.path): the layers make no network: \(error)")
    }
    try Self.load(state, into: network, snapshot)
    if layers.last(where: { $0.kind != "Identity" })?.kind == "Sigmoid" { middle = 0.5 }
    classNames = run.description?.classNames
    guard let probe = try run.probe(), probe.samples.shape.rank == 2, probe.samples.shape[1] == 2, probe.samples.shape[0] > 0 else {
      throw Failure(
        .badData, "\(run.path): a boundary is drawn around samples, and the run has no probe.safetensors with samples of shape [n, 2]")
    }
    test = Points(places: probe.samples.floats(), labels: probe.labels)
  }

  private static func load(_ state: [String: Tensor<Float>], into network: Network<Float>, _ snapshot: Snapshot) throws {
    do throws(NetworkError) { try network.load(state) } catch { throw Failure(.badData, "\(snapshot.path): \(error)") }
  }

  // MARK: - From a table of layers

  private static let kinds = [
    "Linear", "ReLU", "LeakyReLU", "GELU", "SiLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Dropout", "Flatten", "Identity",
  ]

  /// The layers one after the other, numbered, with what the checkpoint has for them.
  private static func chain(
    _ layers: [RunDescription.Layer], _ run: RunDirectory, _ snapshot: Snapshot
  ) throws -> (layers: [any Layer], state: [String: Tensor<Float>]) {
    let hint = "run.json of analyze train's recipes has all that is needed; in others its layers, in the order of the network, are of \(kinds.listed)"
    guard !layers.isEmpty else { throw Failure(.badData, "\(run.path): the boundary needs the network, and the run tells no layers", hint: hint) }
    var (chain, state) = ([any Layer](), [String: Tensor<Float>]())
    for layer in layers {
      let name = "layer\(chain.count)"
      switch layer.kind {
      case "Linear":
        guard let weight = layer.parameters.first(where: { $0.shape.count == 2 }) else {
          throw Failure(.badData, "\(run.path): the layer \(layer.name) is said to be linear, and has no weights of two axes", hint: hint)
        }
        let bias = layer.parameters.first { $0.shape.count == 1 }
        chain.append(Linear(weight.shape[1], weight.shape[0], bias: bias != nil).named(name))
        state[name + ".weight"] = try snapshot.values(weight.name)
        if let bias { state[name + ".bias"] = try snapshot.values(bias.name) }
      case "ReLU": chain.append(ReLU().named(name))
      case "LeakyReLU": chain.append(LeakyReLU().named(name))
      case "GELU": chain.append(GELU().named(name))
      case "SiLU": chain.append(SiLU().named(name))
      case "Sigmoid": chain.append(Sigmoid().named(name))
      case "Tanh": chain.append(Tanh().named(name))
      case "Softmax": chain.append(Softmax().named(name))
      case "LogSoftmax": chain.append(LogSoftmax().named(name))
      // Without effect when a trained network of vectors is asked.
      case "Dropout", "Flatten", "Identity": break
      default:
        throw Failure(
          .badData, "\(run.path): the boundary needs the network, and the layer \(layer.name) is of \(layer.kind.map { "kind \($0)" } ?? "a kind that nobody told")",
          hint: hint)
      }
    }
    let inputs = layers.lazy.filter { $0.kind == "Linear" }.compactMap { $0.parameters.first { $0.shape.count == 2 }?.shape[1] }.first
    guard inputs == 2 else {
      throw Failure(.usage, "\(run.path): a boundary is drawn for samples of two numbers, and the network takes \(inputs.map(String.init) ?? "no vectors")")
    }
    return (chain, state)
  }
}
