/// What a tensor of a checkpoint or an event file is to a training, as its name in PyTorch, Keras or JAX tells.
enum TensorRole: Sendable, Hashable {
  case weight
  /// Also a shift after a normalisation.
  case bias
  /// The scale after a normalisation, which begins at 1 for all units and may stay alike.
  case scale
  /// A row for each of many words, of which a batch meets few, and whose size has nothing to do with a number of inputs.
  case embedding
  /// Statistics and counters that no gradient changes.
  case buffer
  /// What an optimiser keeps beside the parameters.
  case optimizerState

  /// - Parameter isInteger: Whether the elements are whole numbers by their type, which parameters never are.
  init(_ name: String, isInteger: Bool = false) {
    let parts = name.lowercased().split { $0 == "." || $0 == "/" || $0 == ":" }
    let last = parts.last { !$0.allSatisfy(\.isNumber) } ?? ""
    if parts.contains(where: { $0.hasPrefix("optim") }) || Self.optimizerNames.contains(String(last)) {
      self = .optimizerState
    } else if isInteger || Self.bufferNames.contains(String(last)) {
      self = .buffer
    } else if last.contains("bias") || last == "beta" {
      self = .bias
    } else if parts.contains(where: Self.isEmbedding) {
      self = .embedding
    } else if last == "gamma" || parts.contains(where: { $0.contains("norm") }) || parts.dropLast().last.map({ $0.hasPrefix("bn") || $0.hasPrefix("ln") }) ?? false {
      self = .scale
    } else {
      self = .weight
    }
  }

  /// Whether training changes it by gradients.
  var isParameter: Bool { self != .buffer && self != .optimizerState }

  private static func isEmbedding(_ part: Substring) -> Bool {
    part == "wte" || part == "wpe" || part.hasPrefix("emb") || part.hasSuffix("emb") || part.contains("_emb") || part.contains("embed")
  }

  private static let optimizerNames: Set = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "momentum_buffer", "square_avg", "acc_delta"]
  private static let bufferNames: Set = [
    "running_mean", "running_var", "num_batches_tracked", "moving_mean", "moving_variance", "position_ids", "step", "epoch",
  ]
}

/// The layer's part of a tensor's name: `conv1` for `conv1.bias`, `in_proj` for `in_proj_bias`.
func layerName(ofTensor name: String) -> Substring {
  for ending in ["_weight", "_bias"] where name.hasSuffix(ending) { return name.dropLast(ending.count) }
  return name.lastIndex { $0 == "." || $0 == "/" }.map { name[..<$0] } ?? ""
}
