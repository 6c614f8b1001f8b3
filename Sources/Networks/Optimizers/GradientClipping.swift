internal import CKernels
internal import Tensors

/// What keeps gradients from being too large.
public enum GradientClipping: Sendable, Hashable {
  /// All are scaled so that their common Euclidean norm is this at most: PyTorch's `clip_grad_norm_`.
  case norm(Double)
  /// Each element is brought to within plus and minus this: `clip_grad_value_`.
  case value(Double)
}

extension Parameters {
  /// The Euclidean norm of all gradients as one vector. The sum runs in Double over ranges of fixed length in their order.
  public var gradientNorm: Double {
    let chunks = Parallel.chunkCount(of: trainableSpan, grain: ElementRanges.grain)
    let gradients = gradients.pointer
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: chunks) { partial in
      nonisolated(unsafe) let sums = partial.baseAddress!
      Parallel.forEachRange(of: trainableSpan, grain: ElementRanges.grain) { chunk, range in
        (sums + chunk).initialize(to: sumOfSquares(gradients + range.lowerBound, count: range.count))
      }
      return (0..<chunks).reduce(0) { $0 + sums[$1] }.squareRoot()
    }
  }

  private func sumOfSquares(_ x: UnsafePointer<Scalar>, count: Int) -> Double {
    switch Scalar.kind {
    case .float32: fathom_sum_f32(FATHOM_SUM_SQUARES, x.as(), count, 0)
    default: fathom_sum_f64(FATHOM_SUM_SQUARES, x.as(), count, 0)
    }
  }

  /// Limits all gradients after a backward pass.
  public func clipGradients(_ clipping: GradientClipping) {
    let gradients = gradients.pointer
    switch clipping {
    case .norm(let largest):
      // PyTorch's rule, its 1e-6 included. A norm that is not a number leaves no number.
      let factor = largest / (gradientNorm + 1e-6)
      guard !(factor >= 1) else { return }
      ElementRanges.forEach(trainableSpan) { range in
        scale(gradients + range.lowerBound, by: Scalar(factor), count: range.count)
      }
    case .value(let largest):
      ElementRanges.forEach(trainableSpan) { range in
        limit(gradients + range.lowerBound, to: Scalar(largest), count: range.count)
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scale<Scalar: FloatingScalar>(_ x: UnsafeMutablePointer<Scalar>, by factor: Scalar, count: Int) {
  for index in 0..<count { x[index] *= factor }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func limit<Scalar: FloatingScalar>(_ x: UnsafeMutablePointer<Scalar>, to largest: Scalar, count: Int) {
  for index in 0..<count { x[index] = x[index] > largest ? largest : x[index] < -largest ? -largest : x[index] }
}
