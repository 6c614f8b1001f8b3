package import Tensors

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
  /// A copy of the transposed matrix with its rows one after the other.
  package func transposedCopy() -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return Tensor(uninitialized: [columns, rows]) { target in
      withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        Scalar.transpose(from, rows: rows, columns: columns, to: to)
      }
    }
  }

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

  static func identity(_ n: Int) -> Tensor {
    var result = Tensor.zeros([n, n])
    result.withUnsafeMutableBufferPointer { for i in 0..<n { $0[i * (n + 1)] = 1 } }
    return result
  }
}

/// op(A) op(B) for row-major matrices. [m, n] for op(A) [m, k] and op(B) [k, n]; each range of rows of the result is one thread's.
package func matrixProduct<Scalar: LAPACKScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, transposeA: Bool = false, transposeB: Bool = false
) -> Tensor<Scalar> {
  let (m, k) = transposeA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
  let n = transposeB ? b.shape[0] : b.shape[1]
  guard m * n * k > 0 else { return .zeros([m, n]) }
  let (lda, ldb) = (a.shape[1], b.shape[1])
  return Tensor(uninitialized: [m, n]) { c in
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        nonisolated(unsafe) let (a, b, c) = (a.baseAddress!, b.baseAddress!, c.baseAddress!)
        Parallel.forEachRange(of: m, grain: 256) { _, rows in
          Scalar.gemm(
            transposeA: transposeA, transposeB: transposeB, m: rows.count, n: n, k: k, alpha: 1,
            a + rows.lowerBound * (transposeA ? 1 : lda), lda: lda, b, ldb: ldb,
            beta: 0, c + rows.lowerBound * n, ldc: n)
        }
      }
    }
  }
}
