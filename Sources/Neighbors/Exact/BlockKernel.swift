internal import CKernels
internal import Tensors

/// Scores all pairs of a block of queries and a block of references and offers them to a pool.
protocol BlockKernel {
  /// Floats of scratch that one search of such blocks needs.
  func scratchCount(rows: Int, columns: Int) -> Int

  /// Offers the pairs to the queries in `rows` and, if `mutual`, to the references in `columns` as well, which are then points of the
  /// same set.
  func search(
    rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool, scratch: UnsafeMutablePointer<Float>)
}

extension BlockKernel {
  /// As above, with scratch of its own.
  func search(rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool) {
    withExtendedLifetime(Buffer<Float>(uninitialized: scratchCount(rows: rows.count, columns: columns.count))) {
      search(rows: rows, columns: columns, mutual: mutual, pool: pool, scratch: $0.pointer)
    }
  }
}

extension PointSet {
  /// The points less `centre`, packed in groups of `width`: [groups, dimensions, width]. With width 1: row by row. Zeros follow up to
  /// a multiple of `multiple` points.
  ///
  /// - Parameter coordinates: in which order to pack them; as they are if nil.
  func packed(width: Int, centre: [Float]?, coordinates: [Int32]? = nil, multiple: Int = 1) -> Buffer<Float> {
    let coordinates = coordinates ?? Array(0..<Int32(dimensions))
    let groups = (count + width - 1) / width
    let places = (count + multiple - 1) / multiple * multiple
    let packed = Buffer<Float>(uninitialized: max(groups * width, places) * dimensions)
    (packed.pointer + groups * width * dimensions).update(repeating: 0, count: max(places - groups * width, 0) * dimensions)
    let grain = max(1, 2_048 / width)
    Parallel.forEachRange(of: groups, grain: grain) { _, range in
      let first = range.lowerBound * width
      fathom_neighbors_pack(
        row(first), stride, Int32(min(range.upperBound * width, count) - first), Int32(dimensions), coordinates, centre,
        Int32(width), packed.pointer + first * dimensions)
    }
    return packed
  }
}
