public import Tensors

/// What training makes small.
public struct Loss: Sendable {
  /// What the targets of a loss are.
  public enum Targets: Sendable, Hashable {
    /// For each sample a whole number below the number of classes, the output's last extent.
    case labels
    /// Numbers of the output's shape.
    case values
    /// Numbers within 0...1 of the output's shape.
    case probabilities
  }

  public let name: String
  public let targets: Targets
  let operation: any Operation

  /// A loss of one's own: `operation` takes the output and the targets, and gives a scalar, the mean over the batch.
  public init(name: String, targets: Targets, operation: any Operation) {
    self.name = name
    self.targets = targets
    self.operation = operation
  }

  /// Cross-entropy of logits [n, classes] with labels [n], averaged over the batch.
  public static let crossEntropy = Loss(name: "cross-entropy", targets: .labels, operation: CrossEntropyOperation())

  /// The mean squared error, over all elements.
  public static let meanSquaredError = elementwise("mse", .squared)

  /// The mean absolute error, over all elements: L1.
  public static let meanAbsoluteError = elementwise("l1", .absolute)

  /// Quadratic up to a distance of `delta`, linear beyond (Huber 1964), averaged over all elements.
  public static func huber(delta: Double = 1) -> Loss { elementwise("huber", .huber(delta: delta)) }

  /// ``huber(delta:)`` divided by its delta.
  public static func smoothAbsoluteError(beta: Double = 1) -> Loss { elementwise("smooth-l1", .smoothAbsolute(beta: beta)) }

  /// Binary cross-entropy of probabilities, averaged over all elements.
  public static let binaryCrossEntropy = elementwise("binary-cross-entropy", .binaryCrossEntropy, .probabilities)

  /// Binary cross-entropy of logits, averaged over all elements.
  public static let binaryCrossEntropyFromLogits = elementwise(
    "binary-cross-entropy-from-logits", .binaryCrossEntropyFromLogits, .probabilities)

  private static func elementwise(
    _ name: String, _ measure: ElementwiseLossOperation.Measure, _ targets: Targets = .values
  ) -> Loss {
    Loss(name: name, targets: targets, operation: ElementwiseLossOperation(measure))
  }
}

// MARK: - Targets

extension Loss {
  /// The shape of one sample's target for outputs of `outputShape`, both without the batch axis.
  public func targetShape(outputShape: Shape) -> Shape { targets == .labels ? [] : outputShape }

  /// Throws, naming the first sample at fault, unless `targets` [n, ...] can be compared with outputs of `outputShape`, given without
  /// the batch axis. O(targets). The operations do not look: from a label out of range they make a loss that is not a number.
  public func check<Scalar: FloatingScalar>(_ targets: Tensor<Scalar>, outputShape: Shape) throws(NetworkError) {
    let expected = targetShape(outputShape: outputShape)
    guard let count = targets.shape.first, Array(targets.shape.dimensions.dropFirst()) == expected.dimensions else {
      throw .data("the targets of \(name) need the shape [n\(expected.dimensions.map { ", \($0)" }.joined())], not \(targets.shape)")
    }
    let classes = outputShape.last ?? 0
    let size = Swift.max(expected.elementCount, 1)
    let fault = targets.withUnsafeBufferPointer { values -> Int? in
      switch self.targets {
      case .labels: values.firstIndex { !($0 >= 0 && $0 < Scalar(classes) && $0 == $0.rounded()) }
      case .values: values.firstIndex { $0.isNaN }
      case .probabilities: values.firstIndex { !($0 >= 0 && $0 <= 1) }
      }
    }
    guard let fault, count > 0 else { return }
    let value = targets.withUnsafeBufferPointer { $0[fault] }
    switch self.targets {
    case .labels: throw .data("the label \(value) of sample \(fault) is not a whole number in 0..<\(classes)")
    case .values: throw .data("the target of sample \(fault / size) is not a number")
    case .probabilities: throw .data("the target \(value) of sample \(fault / size) is not within 0...1")
    }
  }
}

extension Graph {
  /// Adds an input for the targets and the loss of the first output with respect to it.
  public func adding(_ loss: Loss) throws(NetworkError) -> (graph: Graph, targets: NodeID, loss: NodeID) {
    var graph = self
    guard let output = outputs.first else { throw .data("a graph without an output has no loss") }
    graph.outputs = outputs
    let outputShape = Shape(Array(self[output].shape.dimensions.dropFirst()))
    let targets = try graph.addInput(graph.freeName("target"), sampleShape: loss.targetShape(outputShape: outputShape))
    let node = try graph.add(loss.operation, name: graph.freeName("loss"), inputs: [output, targets])
    return (graph, targets, node)
  }
}
