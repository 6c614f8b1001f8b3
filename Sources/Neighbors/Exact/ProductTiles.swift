internal import CKernels
internal import Tensors

/// Scores by SGEMM in tiles that stay in the cache, for machines without a kernel of their own and for points with so many
/// coordinates that the product takes nearly all the time anyway.
struct ProductTiles: BlockKernel {
  let dimensions: Int
  let queries: Buffer<Float>
  let references: Buffer<Float>
  let queryHalves: Buffer<Float>?
  let referenceHalves: Buffer<Float>?

  /// Rows multiplied at once.
  static let tileRows = 192

  /// - Parameters:
  ///   - centre: what is subtracted from all points first.
  ///   - halves: half the squared norms of queries and references, or nil if the score is the product itself.
  init(
    queries: PointSet, references: PointSet, centre: [Float]?, halves: (queries: Buffer<Float>, references: Buffer<Float>)?
  ) {
    dimensions = references.dimensions
    self.queries = queries.packed(width: 1, centre: centre)
    self.references = references.packed(width: 1, centre: centre)
    queryHalves = halves?.queries
    referenceHalves = halves?.references
  }

  func scratchCount(rows: Int, columns: Int) -> Int { min(rows, Self.tileRows) * columns }

  func search(
    rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool, scratch: UnsafeMutablePointer<Float>
  ) {
    let halves = referenceHalves.map { $0.pointer + columns.lowerBound }
    withUnsafePointer(to: pool.kernelView) { view in
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.tileRows) {
        let count = min(Self.tileRows, rows.upperBound - first)
        Float.gemm(
          transposeA: false, transposeB: true, m: count, n: columns.count, k: dimensions, alpha: 1,
          queries.pointer + first * dimensions, lda: dimensions,
          references.pointer + columns.lowerBound * dimensions, ldb: dimensions,
          beta: 0, scratch, ldc: columns.count)
        fathom_neighbors_select(
          view, mutual ? 1 : 0, Int32(first), Int32(count), Int32(columns.lowerBound), Int32(columns.count),
          scratch, columns.count, queryHalves.map { $0.pointer + first }, halves)
      }
    }
  }
}
