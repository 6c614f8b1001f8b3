public import Tensors

/// A network as named nodes, each after those that it reads: the one representation that layers build, files are read into and an
/// ``Executor`` runs.
///
/// A graph holds shapes and operations, no values; those of the parameters are in ``Parameters``.
public struct Graph: Sendable {
  /// In an order in which they can be computed.
  public private(set) var nodes: [Node] = []
  /// What is fed in, in the order in which it was added.
  public private(set) var inputs: [NodeID] = []
  /// What the network is for; the last node unless set.
  public var outputs: [NodeID] {
    get { declaredOutputs ?? nodes.indices.last.map { [NodeID(index: $0)] } ?? [] }
    set { declaredOutputs = newValue }
  }

  private var declaredOutputs: [NodeID]?
  private var indexOfName: [String: Int] = [:]
  /// Whether a layer is being added that is there already: with the parameters that it has.
  private var isRepeating = false

  public init() {}

  public subscript(id: NodeID) -> Node { nodes[id.index] }

  /// The node called `name`.
  public func node(named name: String) throws(NetworkError) -> NodeID {
    guard let index = indexOfName[name] else {
      throw .unknownNode(name, known: nodes.filter { $0.parameter == nil }.map(\.name))
    }
    return NodeID(index: index)
  }

  public func contains(_ name: String) -> Bool { indexOfName[name] != nil }

  /// The parameters, in the order in which they were added.
  public var parameters: [NodeID] { ids { $0.parameter != nil } }
  /// The operations, in the order in which they are computed.
  public var operations: [NodeID] { ids { $0.operation != nil } }

  private func ids(where belongs: (Node) -> Bool) -> [NodeID] {
    nodes.indices.filter { belongs(nodes[$0]) }.map { NodeID(index: $0) }
  }
}

// MARK: - Building

extension Graph {
  /// Adds something that is fed in. `sampleShape` leaves out the batch, which becomes the first axis.
  public mutating func addInput(_ name: String, sampleShape: Shape) throws(NetworkError) -> NodeID {
    let id = try append(Node(name: name, role: .input, inputs: [], shape: Shape([1] + sampleShape.dimensions)))
    inputs.append(id)
    return id
  }

  public mutating func addParameter(_ name: String, _ parameter: Parameter) throws(NetworkError) -> NodeID {
    if isRepeating, let index = indexOfName[name], let known = nodes[index].parameter {
      guard known.shape == parameter.shape else { throw .valueShape(name: name, expected: known.shape, found: parameter.shape) }
      return NodeID(index: index)
    }
    return try append(Node(name: name, role: .parameter(parameter), inputs: [], shape: parameter.shape))
  }

  /// Adds what `operation` makes of `inputs`. Throws, naming the node and the shapes, where they do not fit.
  public mutating func add(_ operation: any Operation, name: String, inputs: [NodeID]) throws(NetworkError) -> NodeID {
    let shape = try outputShape(of: operation, name: name, inputs.map { self[$0].shape })
    let name = isRepeating ? freeName(name) : name
    return try append(Node(name: name, role: .operation(operation), inputs: inputs, shape: shape))
  }

  /// Adds what `add` adds, with the parameters that are there already for those that it adds anew; the other nodes that have a name
  /// that is taken are called `NAME_2` and so on.
  mutating func reusingParameters<Added>(_ add: (inout Graph) throws(NetworkError) -> Added) throws(NetworkError) -> Added {
    isRepeating = true
    defer { isRepeating = false }
    return try add(&self)
  }

  /// `name`, or `name_2`, `name_3`... where it is taken.
  public func freeName(_ name: String) -> String {
    guard contains(name) else { return name }
    var number = 2
    while contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }

  private mutating func append(_ node: Node) throws(NetworkError) -> NodeID {
    guard indexOfName.updateValue(nodes.count, forKey: node.name) == nil else { throw .duplicateName(node.name) }
    nodes.append(node)
    return NodeID(index: nodes.count - 1)
  }
}

// MARK: - Shapes

extension Graph {
  /// The shape of every node for a batch of `batchSize` samples.
  public func shapes(batchSize: Int) throws(NetworkError) -> [Shape] {
    var shapes: [Shape] = []
    shapes.reserveCapacity(nodes.count)
    for node in nodes {
      switch node.role {
      case .input:
        shapes.append(Shape([batchSize] + node.shape.dimensions.dropFirst()))
      case .parameter(let parameter):
        shapes.append(parameter.shape)
      case .operation(let operation):
        shapes.append(try outputShape(of: operation, name: node.name, node.inputs.map { shapes[$0.index] }))
      }
    }
    return shapes
  }

  private func outputShape(of operation: any Operation, name: String, _ inputs: [Shape]) throws(NetworkError) -> Shape {
    do {
      return try operation.outputShape(of: inputs)
    } catch {
      throw .shapes(layer: name, kind: operation.kind, reason: error.reason)
    }
  }

  /// Whether each node is needed to compute one of `targets`.
  func ancestors(of targets: [NodeID]) -> [Bool] {
    var needed = [Bool](repeating: false, count: nodes.count)
    for target in targets { needed[target.index] = true }
    for index in nodes.indices.reversed() where needed[index] {
      for input in nodes[index].inputs { needed[input.index] = true }
    }
    return needed
  }
}
