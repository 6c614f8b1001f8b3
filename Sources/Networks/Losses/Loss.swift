internal import Tensors

/// What training makes small.
public struct Loss: Sendable {
  public let name: String
  let operation: any Operation
  /// The shape of one sample's target for outputs of the given shape, both without the batch axis.
  let targetShape: @Sendable (Shape) -> Shape

  /// Cross-entropy of logits [n, classes] with labels [n], averaged over the batch.
  public static let crossEntropy = Loss(name: "cross-entropy", operation: CrossEntropyOperation()) { _ in [] }
}

extension Graph {
  /// Adds an input for the targets and the loss of the first output with respect to it.
  public func adding(_ loss: Loss) throws(NetworkError) -> (graph: Graph, targets: NodeID, loss: NodeID) {
    var graph = self
    guard let output = outputs.first else { throw .data("a graph without an output has no loss") }
    graph.outputs = outputs
    let targets = try graph.addInput(
      graph.freeName("target"), sampleShape: loss.targetShape(Shape(Array(self[output].shape.dimensions.dropFirst()))))
    let node = try graph.add(loss.operation, name: graph.freeName("loss"), inputs: [output, targets])
    return (graph, targets, node)
  }
}
