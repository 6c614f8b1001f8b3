public import Tensors

/// A network with its parameters: what layers become once the shape of a sample is known.
///
///     let network = try Network<Float>(
///       Sequential(Linear(784, 100), ReLU(), Linear(100, 10)), inputShape: [784])
///     let logits = try network.forward(images)
public final class Network<Scalar: FloatingScalar> {
  public let graph: Graph
  public let parameters: Parameters<Scalar>
  /// What is fed in.
  public let input: NodeID
  /// What comes out.
  public let output: NodeID

  private var taps: [NodeID: Tap<Scalar>] = [:]
  private var executors: [Int: Executor<Scalar>] = [:]

  /// Builds the graph of `layer` for samples of `inputShape` (without the batch axis) and gives its parameters fresh values.
  ///
  /// Throws where a layer cannot take the shape that reaches it, naming the layer and both shapes.
  public convenience init(_ layer: any Layer, inputShape: Shape, seed: UInt64 = 42) throws(NetworkError) {
    try self.init(graph: try layer.graph(inputShape: inputShape), seed: seed)
  }

  /// A network of the first input and the first output of `graph`.
  public init(graph: Graph, seed: UInt64 = 42) throws(NetworkError) {
    guard let input = graph.inputs.first, let output = graph.outputs.first else {
      throw .data("a network needs an input and an output")
    }
    self.graph = graph
    self.input = input
    self.output = output
    parameters = Parameters(of: graph, seed: seed)
  }

  /// The outputs for `samples` [n, ...], as used after training: no dropout, running statistics.
  public func forward(_ samples: Tensor<Scalar>) throws(NetworkError) -> Tensor<Scalar> {
    let executor = try executor(for: samples)
    executor.forward(to: output, Pass(mode: .inference))
    return executor.value(of: output)
  }

  /// The values of the nodes called `names` for `samples` [n, ...]: feature maps, logits.
  public func values(of names: [String], for samples: Tensor<Scalar>) throws(NetworkError) -> [String: Tensor<Scalar>] {
    var nodes: [NodeID] = []
    for name in names { nodes.append(try graph.node(named: name)) }
    let executor = try executor(for: samples)
    for node in nodes { executor.forward(to: node, Pass(mode: .inference)) }
    return Dictionary(zip(names, nodes.map { executor.value(of: $0) }), uniquingKeysWith: { first, _ in first })
  }

  /// Attaches `tap` to the node called `name` in later calls of ``forward(_:)``; nil takes it away.
  public func setTap(_ tap: Tap<Scalar>?, on name: String) throws(NetworkError) {
    let node = try graph.node(named: name)
    taps[node] = tap
    for executor in executors.values { executor.setTap(tap, on: node) }
  }

  /// An executor for the batch size of `samples`, with the samples in it. The last few sizes are kept.
  private func executor(for samples: Tensor<Scalar>) throws(NetworkError) -> Executor<Scalar> {
    guard let count = samples.shape.first, count > 0 else { throw .data("there are no samples: the input's shape is \(samples.shape)") }
    let executor: Executor<Scalar>
    if let known = executors[count] {
      executor = known
    } else {
      executor = try Executor(graph, parameters, batchSize: count)
      for (node, tap) in taps { executor.setTap(tap, on: node) }
      if executors.count >= 2 { executors.removeAll() }
      executors[count] = executor
    }
    try executor.setInput(input, to: samples)
    return executor
  }
}

// MARK: - Parameters by name

extension Network {
  /// All parameters by name, as PyTorch would call them.
  public var stateDictionary: [String: Tensor<Scalar>] { parameters.stateDictionary }

  /// Overwrites all parameters. Throws, changing nothing, where names or shapes differ.
  public func load(_ state: [String: Tensor<Scalar>]) throws(NetworkError) { try parameters.load(state) }

  /// The table of layers: name, kind, output shape, parameters.
  public var summary: String { Summary(graph).description }
}
