import Fathom

/// What a method made of the rows.
struct EmbeddingResult {
  /// Shape [rows, dimensions].
  var coordinates: Tensor<Float>
  /// What the method tells of itself, for the metadata: iterations, divergence, learning rates.
  var details: [(String, JSON)] = []
  /// What the user should know, one line each.
  var warnings: [String] = []
}
