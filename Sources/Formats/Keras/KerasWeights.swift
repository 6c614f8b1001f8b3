/// What the weights of a layer are called, which files only number.
enum KerasWeights {
  /// The names in the order of the numbers; nil where the class of the layer or the number of weights leaves it open.
  static func names(_ kind: String, _ shapes: [[Int]], _ layer: KerasLayers.Layer?) -> [String]? {
    let names = all(kind, shapes, layer)
    return names?.count == shapes.count ? names : nil
  }

  private static func all(_ kind: String, _ shapes: [[Int]], _ layer: KerasLayers.Layer?) -> [String]? {
    let count = shapes.count
    switch kind {
    case "separable_conv1d", "separable_conv2d": return ["depthwise_kernel", "pointwise_kernel", "bias"].prefix(count).map { $0 }
    case "batch_normalization":
      guard let layer, count != 4 else { return (count == 4 ? ["gamma", "beta"] : []) + ["moving_mean", "moving_variance"] }
      return (layer.hasScale ? ["gamma"] : []) + (layer.hasCenter ? ["beta"] : []) + ["moving_mean", "moving_variance"]
    case "layer_normalization", "group_normalization":
      if count == 2 { return ["gamma", "beta"] }
      return layer.map { ($0.hasScale ? ["gamma"] : []) + ($0.hasCenter ? ["beta"] : []) }
    case "rms_normalization": return ["scale"]
    case "embedding": return ["embeddings"]
    case "lstm_cell", "gru_cell", "simple_rnn_cell": return ["kernel", "recurrent_kernel", "bias"].prefix(count).map { $0 }
    case "p_re_lu", "prelu": return ["alpha"]
    case "normalization": return ["mean", "variance", "count"]
    default:
      let isProduct = kind.hasSuffix("dense") || kind.contains("conv")
      // A matrix and a vector of one number for each of its columns are what nearly every layer has.
      let looksLikeOne = count == 2 && shapes[0].count >= 2 && shapes[1].count == 1 && shapes[0].last == shapes[1].last
      guard isProduct && count <= 2 || looksLikeOne else { return nil }
      return ["kernel", "bias"].prefix(count).map { $0 }
    }
  }
}
