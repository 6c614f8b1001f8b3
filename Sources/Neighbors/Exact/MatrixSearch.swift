internal import CKernels
internal import Tensors

/// The neighbours that a matrix of distances holds. Shape [count, count].
func searchMatrix(_ distances: UnsafeBufferPointer<Float>, count: Int, output: Search.Output) {
  nonisolated(unsafe) let matrix = distances.baseAddress!
  let order = Buffer((0..<Int32(count)).map { $0 })
  let measure = ExactMeasure(
    metric: FATHOM_NEIGHBOR_GIVEN, queries: matrix, references: nil, queryStride: count, referenceStride: count,
    order: order, relativeAllowance: 0, reach: nil)
  Parallel.forEachRange(of: count, grain: 64) { _, rows in
    let pool = CandidatePool(
      rows: rows, places: rows.count, wanted: output.k + 1, measure: measure, lowest: -Float.infinity)
    let keys = Buffer<UInt64>(uninitialized: 2 * Int(pool.kernelView.capacity))
    let scores = Buffer<Float>(uninitialized: count)
    defer { withExtendedLifetime(pool) {} }
    for row in rows {
      for column in 0..<count { scores.pointer[column] = -matrix[row * count + column] }
      withUnsafePointer(to: pool.kernelView) {
        fathom_neighbors_select($0, 0, Int32(row), 1, 0, Int32(count), scores.pointer, count, nil, nil)
      }
      pool.finish(
        row: row, excluding: row, k: output.k, isRoot: false, unit: 1, keys: keys,
        indices: output.indices + row * output.k, distances: output.distances + row * output.k)
    }
  }
}
