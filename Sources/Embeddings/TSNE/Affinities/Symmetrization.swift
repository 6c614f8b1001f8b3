internal import CKernels
internal import Tensors

/// P = (p_j|i + p_i|j) / 2n as compressed sparse rows, from each point's k neighbours.
///
/// Every edge has to reach its target's row as well. To write only to few places at a time, edges are first distributed to buckets of
/// consecutive targets, then each bucket is sorted by itself.
struct Symmetrization {
  let columns: UnsafePointer<Int32>
  let values: UnsafePointer<Float>
  let count: Int
  let k: Int

  private static let sourceGrain = 1_024
  private static let bucketLimit = 512

  func affinities() -> Affinities {
    var shift = 6
    while Parallel.chunkCount(of: count, grain: 1 << shift) > Self.bucketLimit { shift += 1 }
    let buckets = Parallel.chunkCount(of: count, grain: 1 << shift)
    let (edges, bucketStarts) = distribute(shift: shift, buckets: buckets)

    let incomingStarts = AlignedBuffer<Int64>(count: count + buckets)  // each bucket one more than it has rows
    let rowStarts = AlignedBuffer<Int64>(repeating: 0, count: count + 1)
    Parallel.forEachRange(of: count, grain: 1 << shift) { bucket, rows in
      let size = Int(bucketStarts[bucket + 1] - bucketStarts[bucket])
      let sorted = AlignedBuffer<fathom_edge>(count: size)
      let starts = incomingStarts.pointer + rows.lowerBound + bucket
      fathom_symmetrize_sort(
        edges.pointer + Int(bucketStarts[bucket]), size, Int32(rows.lowerBound), rows.count, starts, sorted.pointer)
      let marks = AlignedBuffer<Int32>(repeating: 0, count: count)
      fathom_symmetrize_merge(
        columns, values, rows.lowerBound, rows.count, k, edges.pointer + Int(bucketStarts[bucket]), starts, 0, marks.pointer,
        rowStarts.pointer + 1, nil, nil, nil)
    }
    for row in 0..<count { rowStarts[row + 1] += rowStarts[row] }

    let entries = Int(rowStarts[count])
    let (unionColumns, unionValues) = (AlignedBuffer<Int32>(count: entries), AlignedBuffer<Float>(count: entries))
    Parallel.forEachRange(of: count, grain: 1 << shift) { bucket, rows in
      let marks = AlignedBuffer<Int32>(repeating: 0, count: count)
      fathom_symmetrize_merge(
        columns, values, rows.lowerBound, rows.count, k, edges.pointer + Int(bucketStarts[bucket]),
        incomingStarts.pointer + rows.lowerBound + bucket, 1 / Float(2 * count), marks.pointer, nil, rowStarts.pointer,
        unionColumns.pointer, unionValues.pointer)
    }
    return Affinities(count: count, rowStarts: rowStarts, columns: unionColumns, values: unionValues)
  }

  /// All edges, bucket after bucket, within a bucket in the order of their sources.
  private func distribute(shift: Int, buckets: Int) -> (edges: AlignedBuffer<fathom_edge>, bucketStarts: [Int64]) {
    let chunks = Parallel.chunkCount(of: count, grain: Self.sourceGrain)
    let positions = AlignedBuffer<Int64>(repeating: 0, count: chunks * buckets)
    Parallel.forEachRange(of: count, grain: Self.sourceGrain) { chunk, rows in
      fathom_symmetrize_count(columns + rows.lowerBound * k, rows.count, k, Int32(shift), positions.pointer + chunk * buckets)
    }
    var bucketStarts = [Int64](repeating: 0, count: buckets + 1)
    var sum: Int64 = 0
    for bucket in 0..<buckets {
      bucketStarts[bucket] = sum
      for chunk in 0..<chunks {
        let size = positions[chunk * buckets + bucket]
        positions[chunk * buckets + bucket] = sum
        sum += size
      }
    }
    bucketStarts[buckets] = sum
    let edges = AlignedBuffer<fathom_edge>(count: count * k)
    Parallel.forEachRange(of: count, grain: Self.sourceGrain) { chunk, rows in
      fathom_symmetrize_scatter(
        columns + rows.lowerBound * k, values + rows.lowerBound * k, rows.lowerBound, rows.count, k, Int32(shift),
        positions.pointer + chunk * buckets, edges.pointer)
    }
    return (edges, bucketStarts)
  }
}
