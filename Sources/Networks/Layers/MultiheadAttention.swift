internal import Tensors

/// Self-attention of sequences [n, l, width] with several heads, and a linear map of what they find.
///
/// Parameters as in PyTorch's `MultiheadAttention`: `in_proj_weight` [3 width, width] for queries, keys and values, `in_proj_bias`,
/// `out_proj.weight` and `out_proj.bias`. Nodes `in_proj`, `query`, `key`, `value`, `attention` and `out_proj`.
public struct MultiheadAttention: Layer {
  public var width: Int
  public var heads: Int
  public var hasBias: Bool
  /// Whether each position sees those before it and itself only.
  public var isCausal: Bool

  /// Traps where `heads` does not divide `width`.
  public init(_ width: Int, heads: Int, bias: Bool = true, isCausal: Bool = false) {
    precondition(heads > 0 && width % heads == 0, "a width of \(width) cannot be shared out among \(heads) heads")
    self.width = width
    self.heads = heads
    hasBias = bias
    self.isCausal = isCausal
  }

  public var kindName: String { "attention" }

  public func add(to graph: inout Graph, after input: NodeID, scope: Scope) throws(NetworkError) -> NodeID {
    var projected = [input]
    projected.append(
      try graph.addParameter(
        scope.parameter("in_proj_weight"), Parameter(shape: [3 * width, width], initializer: .xavierUniform())))
    if hasBias {
      projected.append(
        try graph.addParameter(scope.parameter("in_proj_bias"), Parameter(shape: [3 * width], initializer: .constant(0))))
    }
    let all = try graph.add(LinearOperation(), name: scope.parameter("in_proj"), inputs: projected)
    var parts: [NodeID] = []
    for (place, name) in ["query", "key", "value"].enumerated() {
      let part = SliceOperation.Part(axis: -1, start: place * width, end: (place + 1) * width)
      parts.append(try graph.add(SliceOperation([part]), name: scope.parameter(name), inputs: [all]))
    }
    let attended = try graph.add(
      AttentionOperation(heads: heads, isCausal: isCausal), name: scope.parameter("attention"), inputs: parts)
    return try Linear(width, width, bias: hasBias, biasInitializer: .constant(0))
      .add(to: &graph, after: attended, scope: scope.appending("out_proj"))
  }
}
