public import Tensors

/// Scaled dot-product attention (Vaswani et al. 2017): softmax(scale q kᵀ + mask) v, for queries [..., l, e], keys [..., s, e] and
/// values [..., s, v]; result [..., l, v].
///
/// With several heads the last axes hold the heads one after another, each attending for itself. A mask, the fourth input, is added
/// to the scores and broadcasts to [..., l, s] (with several heads [..., heads, l, s]); minus infinity forbids. A query that may
/// attend to nothing gives zeros. No gradient flows into a mask.
public struct AttentionOperation: Operation {
  public let heads: Int
  /// Whether query i sees keys 0...i only.
  public let isCausal: Bool
  /// What the scores are multiplied by; 1/sqrt(e of one head) unless given.
  public let scale: Double?

  public init(heads: Int = 1, isCausal: Bool = false, scale: Double? = nil) {
    precondition(heads > 0, "attention with \(heads) heads")
    self.heads = heads
    self.isCausal = isCausal
    self.scale = scale
  }

  public var kind: String { "Attention" }

  public func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let (q, k, v) = (inputs[0], inputs[1], inputs[2])
    let rank = q.rank
    guard rank >= 2, k.rank == rank, v.rank == rank, q.dropLast(2).elementsEqual(k.dropLast(2)),
      q.dropLast(2).elementsEqual(v.dropLast(2)), q[rank - 1] == k[rank - 1], k[rank - 2] == v[rank - 2]
    else { throw ShapeMismatch("queries \(q), keys \(k) and values \(v) do not fit") }
    guard q[rank - 1] % heads == 0, v[rank - 1] % heads == 0 else {
      throw ShapeMismatch("queries \(q) and values \(v) cannot be shared out among \(heads) heads")
    }
    if inputs.count > 3 {
      let scores = scoreShape(q, k)
      guard inputs[3].broadcast(with: scores) == scores else {
        throw ShapeMismatch("a mask of shape \(inputs[3]) does not broadcast to scores of shape \(scores)")
      }
    }
    return Shape(q.dimensions.dropLast() + [v[rank - 1]])
  }

  public func isDifferentiable(input index: Int) -> Bool { index < 3 }

  private func scoreShape(_ q: Shape, _ k: Shape) -> Shape {
    Shape(q.dimensions.dropLast(2) + (heads > 1 ? [heads] : []) + [q[q.rank - 2], k[k.rank - 2]])
  }

  public func kernel<Scalar: FloatingScalar>(
    for scalar: Scalar.Type, inputs: [Shape], output: Shape
  ) -> any OperationKernel<Scalar> {
    let (q, k, v) = (inputs[0], inputs[1], inputs[2])
    let rank = q.rank
    let scores = scoreShape(q, k)
    let mask = inputs.count > 3 ? AttentionMask(inputs[3], scores: scores) : nil
    let width = q[rank - 1] / heads
    return AttentionKernel<Scalar>(
      batch: q.dropLast(2).reduce(1, *), heads: heads, queries: q[rank - 2], keys: k[rank - 2], width: width,
      valueWidth: v[rank - 1] / heads, scale: Scalar(scale ?? 1 / Double(Swift.max(width, 1)).squareRoot()), isCausal: isCausal,
      mask: mask)
  }
}

/// How a mask is read for the scores of each head.
struct AttentionMask {
  /// Where the mask of each head of each sample begins.
  let starts: [Int]
  let rowStride: Int, columnStride: Int

  init(_ mask: Shape, scores: Shape) {
    let strides = mask.strides(broadcastTo: scores)
    starts = Shape(Array(scores.dimensions.dropLast(2))).offsets(strides: Array(strides.dropLast(2)))
    rowStride = strides[scores.rank - 2]
    columnStride = strides[scores.rank - 1]
  }
}
