import Tensors

/// The extents of a matrix. Traps for another rank, and for what LAPACK's 32-bit integers cannot count.
func extents<Scalar>(_ a: Tensor<Scalar>, _ operation: String) -> (rows: Int, columns: Int) {
  precondition(a.rank == 2, "\(operation) takes a matrix, not a tensor of shape \(a.shape)")
  precondition(
    a.shape.allSatisfy { $0 <= Int(Int32.max) }, "\(operation) takes at most \(Int32.max) rows and columns, not \(a.shape)")
  return (a.shape[0], a.shape[1])
}

/// The order of a square matrix. Traps for another shape.
func order<Scalar>(_ a: Tensor<Scalar>, _ operation: String) -> Int {
  let (rows, columns) = extents(a, operation)
  precondition(rows == columns, "\(operation) takes a square matrix, not one of shape \(a.shape)")
  return rows
}

func checkFinite<Scalar: LAPACKScalar>(_ a: Tensor<Scalar>) throws(LinearAlgebraError) {
  guard let index = a.withUnsafeBufferPointer({ $0.baseAddress.flatMap { [count = a.count] in Scalar.firstNonFinite($0, count: count) } })
  else { return }
  let columns = a.rank == 0 ? 1 : a.shape[a.rank - 1]
  throw .nonFinite(row: index / columns, column: index % columns)
}

extension Tensor where Scalar: LAPACKScalar {
  /// The rows `range` of a matrix, copied.
  func copiedRows(_ range: Range<Int>) -> Tensor {
    let columns = shape[1]
    return Tensor(uninitialized: [range.count, columns]) { target in
      withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        to.update(from: from + range.lowerBound * columns, count: range.count * columns)
      }
    }
  }

  /// The first `kept` columns of a matrix, copied.
  func copiedColumns(_ kept: Int) -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return Tensor(uninitialized: [rows, kept]) { target in
      withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for row in 0..<rows { (to + row * kept).update(from: from + row * columns, count: kept) }
      }
    }
  }
}
