internal import Tensors

// Writing a graph by hand: each call adds one node, called by `name` or else by its kind with a number where that is taken.

extension Graph {
  /// Adds `layer` and all that it consists of; its parameters are called `NAME.weight` and so on.
  public mutating func addLayer(_ layer: any Layer, after input: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    let name = name ?? (layer as? Named)?.name ?? freeName(layer.kindName)
    return try layer.add(to: &self, after: input, scope: Scope(name))
  }

  private mutating func addNode(_ operation: any Operation, _ inputs: [NodeID], _ name: String?) throws(NetworkError) -> NodeID {
    try add(operation, name: name ?? freeName(operation.kind.lowercased()), inputs: inputs)
  }

  /// a + b, shapes broadcast; so the following ones.
  public mutating func addSum(_ a: NodeID, _ b: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ElementwiseOperation(.add), [a, b], name)
  }

  public mutating func addDifference(_ a: NodeID, _ b: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ElementwiseOperation(.subtract), [a, b], name)
  }

  public mutating func addProduct(_ a: NodeID, _ b: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ElementwiseOperation(.multiply), [a, b], name)
  }

  public mutating func addQuotient(_ a: NodeID, _ b: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ElementwiseOperation(.divide), [a, b], name)
  }

  /// a b over the last two axes, those before them broadcast.
  public mutating func addMatrixProduct(_ a: NodeID, _ b: NodeID, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(MatrixProductOperation(), [a, b], name)
  }

  /// Arrays one after another along an axis.
  public mutating func addConcatenation(_ parts: [NodeID], axis: Int, name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ConcatenateOperation(axis: axis), parts, name)
  }

  /// Part of an array.
  public mutating func addSlice(
    _ input: NodeID, _ parts: SliceOperation.Part..., name: String? = nil
  ) throws(NetworkError) -> NodeID {
    try addNode(SliceOperation(parts), [input], name)
  }

  /// The rows of `data` that `indices` name, along an axis.
  public mutating func addGather(
    _ data: NodeID, indices: NodeID, axis: Int = 0, name: String? = nil
  ) throws(NetworkError) -> NodeID {
    try addNode(GatherOperation(axis: axis), [data, indices], name)
  }

  /// The sum, mean or extreme along axes; axis 0 is the batch.
  public mutating func addReduction(
    _ function: ReductionOperation.Function, _ input: NodeID, axes: [Int], keepsAxes: Bool = false, name: String? = nil
  ) throws(NetworkError) -> NodeID {
    try addNode(ReductionOperation(function, axes: axes, keepsAxes: keepsAxes), [input], name)
  }

  /// Each sample under another shape, without the batch axis; one extent of -1 is worked out.
  public mutating func addReshape(_ input: NodeID, to sampleDimensions: [Int], name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(ReshapeOperation(dimensions: [0] + sampleDimensions), [input], name)
  }

  /// The axes in another order; the batch is axis 0.
  public mutating func addPermutation(_ input: NodeID, axes: [Int], name: String? = nil) throws(NetworkError) -> NodeID {
    try addNode(PermuteOperation(axes: axes), [input], name)
  }
}
