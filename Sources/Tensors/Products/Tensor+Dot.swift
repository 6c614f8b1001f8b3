extension Tensor where Scalar: FloatingScalar {
  /// The inner product of two vectors of one length. Long ones are summed in ranges, the sums of which are added in order.
  public func dot(_ other: Tensor) -> Scalar {
    precondition(
      rank == 1 && shape == other.shape, "dot needs two vectors of one length, not shapes \(shape) and \(other.shape)")
    let (strideX, strideY) = (layout.strides[0], other.layout.strides[0])
    return withExtendedLifetime((storage, other.storage)) {
      let x = storage.pointer + layout.offset
      let y = other.storage.pointer + other.layout.offset
      let partials = Parallel.mapRanges(of: count, grain: 1 << 16) { range in
        // BLAS counts a negative stride from the far end, so it gets the lowest address.
        let startX = x + (strideX < 0 ? range.upperBound - 1 : range.lowerBound) * strideX
        let startY = y + (strideY < 0 ? range.upperBound - 1 : range.lowerBound) * strideY
        return Scalar.dot(range.count, startX, strideX: strideX, startY, strideY: strideY)
      }
      return partials.reduce(0, +)
    }
  }

  /// All products of an element of this vector with one of the other: [m] and [n] give [m, n].
  public func outer(_ other: Tensor) -> Tensor {
    precondition(rank == 1 && other.rank == 1, "outer needs two vectors, not shapes \(shape) and \(other.shape)")
    let (m, n) = (count, other.count)
    return withUnsafeBufferPointer { x in
      other.withUnsafeBufferPointer { y in
        Tensor(uninitialized: [m, n]) { buffer in
          guard let target = buffer.baseAddress, !buffer.isEmpty else { return }
          Parallel.forEachRange(of: m, grain: Swift.max(1, (1 << 16) / n)) { _, rows in
            for row in rows {
              for column in 0..<n { target[row * n + column] = x[row] * y[column] }
            }
          }
        }
      }
    }
  }
}
