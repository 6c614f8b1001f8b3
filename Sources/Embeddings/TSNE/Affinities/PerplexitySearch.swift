internal import CKernels
internal import Tensors

/// Gaussian weights of each point's neighbours, their width chosen so that every row has the same perplexity.
struct PerplexitySearch {
  var perplexity: Double
  var instructionSet = InstructionSet.current

  /// Conditional probabilities p_j|i [count, k], each row of entropy log(perplexity), and the largest error of an entropy in nats.
  ///
  /// A row whose nearest neighbours are too many at the same distance to reach the perplexity stays as near to it as it can.
  func probabilities(distances: UnsafePointer<Float>, count: Int, k: Int) -> (values: AlignedBuffer<Float>, worstError: Float) {
    let values = AlignedBuffer<Float>(count: count * k)
    let isa = instructionSet.kernels
    let errors = Parallel.mapRanges(of: count, grain: 512) { rows in
      let scratch = AlignedBuffer<Float>(count: k + 16)
      return fathom_perplexity_rows(
        isa, distances + rows.lowerBound * k, rows.count, k, Float(naturalLogarithm(perplexity)), scratch.pointer,
        values.pointer + rows.lowerBound * k)
    }
    return (values, errors.max() ?? 0)
  }
}
