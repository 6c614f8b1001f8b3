import Fathom

/// A map with what it was made from.
struct EmbeddedRows {
  var result: EmbeddingResult
  /// The rows as the method saw them. Shape [rows, columns].
  var data: Tensor<Float>
  var affinities: Affinities?
}
