import Tensors

/// Hands `body` the columns of `b`, a vector [n] or a matrix [n, columns], one after the other, and gives back in the shape of `b`
/// what `body` made of them.
func solvingColumns<Scalar: LAPACKScalar>(
  _ b: Tensor<Scalar>, order n: Int, _ operation: String, _ body: (UnsafeMutablePointer<Scalar>, Int) -> Void
) -> Tensor<Scalar> {
  precondition(
    (1...2).contains(b.rank) && b.shape[0] == n, "\(operation) of order \(n) takes a right side of \(n) rows, not \(b.shape)")
  guard b.count > 0 else { return b }
  let isVector = b.rank == 1
  var columns = isVector ? b.copied() : b.transposed.copied()
  columns.withUnsafeMutableBufferPointer { body($0.baseAddress!, isVector ? 1 : b.shape[1]) }
  return isVector ? columns : columns.transposed.copied()
}
