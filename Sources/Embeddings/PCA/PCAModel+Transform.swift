public import Tensors

extension PCAModel {
  /// The samples' coordinates along the components: (x - mean) componentsᵀ, divided by the standard deviations if `whiten`. [n, k] for x [n, d]
  ///
  /// A NaN in a row makes that row NaN. O(n d k).
  public func transform(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    transform(rows: DenseRows(x))
  }

  /// The same for rows that are read in blocks.
  public func transform<Rows: RowSource>(rows: Rows) -> Tensor<Scalar> where Rows.Scalar == Scalar {
    let (n, d, k) = (rows.rowCount, columnCount, componentCount)
    precondition(rows.columnCount == d, "a model of \(d) columns does not transform samples [\(n), \(rows.columnCount)]")
    guard n * d * k > 0 else { return .zeros([n, k]) }
    let directions = scaledComponents { 1 / $0 }
    return Tensor(uninitialized: [n, k]) { target in
      directions.withUnsafeBufferPointer { directions in
        mean.withUnsafeBufferPointer { mean in
          nonisolated(unsafe) let (directions, mean, target) = (directions.baseAddress!, mean.baseAddress!, target.baseAddress!)
          Parallel.forEachRange(of: n, grain: blockRows(d)) { _, range in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: d) { sums in
              sums.initialize(repeating: 0)
              withScratch(of: Scalar.self, count: range.count * d) { block in
                rows.copy(range, minus: mean, to: block, addingTo: sums.baseAddress!)
                Scalar.gemm(
                  transposeA: false, transposeB: true, m: range.count, n: k, k: d, alpha: 1, block, lda: d, directions, ldb: d,
                  beta: 0, target + range.lowerBound * k, ldc: k)
              }
            }
          }
        }
      }
    }
  }

  /// The samples that have these coordinates, and nothing along the directions left out. [n, d] for z [n, k]
  public func inverseTransform(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
    let (d, k) = (columnCount, componentCount)
    precondition(z.rank == 2 && z.shape[1] == k, "a model of \(k) components does not invert a tensor of shape \(z.shape)")
    let n = z.shape[0]
    let directions = scaledComponents { $0 }
    return Tensor(uninitialized: [n, d]) { target in
      guard n * d > 0 else { return }
      z.withUnsafeBufferPointer { z in
        directions.withUnsafeBufferPointer { directions in
          mean.withUnsafeBufferPointer { mean in
            nonisolated(unsafe) let (z, directions, mean) = (z.baseAddress!, directions.baseAddress!, mean.baseAddress!)
            nonisolated(unsafe) let target = target.baseAddress!
            Parallel.forEachRange(of: n, grain: blockRows(d)) { _, range in
              let rows = target + range.lowerBound * d
              for row in 0..<range.count { (rows + row * d).update(from: mean, count: d) }
              guard k > 0 else { return }
              Scalar.gemm(
                transposeA: false, transposeB: false, m: range.count, n: d, k: k, alpha: 1, z + range.lowerBound * k, lda: k,
                directions, ldb: d, beta: 1, rows, ldc: d)
            }
          }
        }
      }
    }
  }

  /// The components, each times `factor` of its standard deviation if the model whitens.
  private func scaledComponents(_ factor: (Scalar) -> Scalar) -> Tensor<Scalar> {
    guard whiten else { return components }
    let (k, d) = (componentCount, columnCount)
    // As in scikit-learn: no division by a deviation that is zero but for rounding.
    let deviations = explainedVariance.scalars.map { max($0.squareRoot(), Scalar.ulpOfOne) }
    var scaled = components
    scaled.withUnsafeMutableBufferPointer { rows in
      for i in 0..<k { Scalar.scale(rows.baseAddress! + i * d, count: d, stride: 1, by: factor(deviations[i])) }
    }
    return scaled
  }
}
