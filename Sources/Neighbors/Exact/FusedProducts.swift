internal import CKernels
internal import Tensors

/// Scores by kernels that multiply in registers and compare there: for points with few enough coordinates that reading and
/// selecting, not the product, is what costs.
struct FusedProducts: BlockKernel {
  let level: fathom_isa
  let dimensions: Int
  let queries: Buffer<Float>
  let references: Buffer<Float>
  let queryHalves: Buffer<Float>
  let referenceHalves: Buffer<Float>

  /// From here on SGEMM, which also blocks the sum over coordinates, is faster.
  private static let mostDimensions = 256

  /// Nil if this level has no such kernel or the points have too many coordinates.
  ///
  /// - Parameters:
  ///   - centre: what is subtracted from all points first.
  ///   - halves: half the squared norms of queries and references, or nil if the score is the product itself.
  init?(
    queries: PointSet, references: PointSet, centre: [Float]?, halves: (queries: Buffer<Float>, references: Buffer<Float>)?,
    instructionSet: InstructionSet
  ) {
    level = fathom_isa(UInt32(instructionSet.rawValue))
    dimensions = references.dimensions
    let tile = fathom_neighbors_tile_shape(level)
    guard tile.rows > 0, dimensions <= Self.mostDimensions else { return nil }
    // Blocks are multiples of the tiles and the last one is padded, so that tiles are always whole.
    self.queries = queries.packed(width: Int(tile.rows), centre: centre, multiple: Search.blockUnit)
    self.references = references.packed(width: Int(tile.columns), centre: centre, multiple: Search.blockUnit)
    queryHalves = Self.padded(halves?.queries, count: queries.count)
    referenceHalves = Self.padded(halves?.references, count: references.count)
  }

  func scratchCount(rows: Int, columns: Int) -> Int { 0 }

  func search(
    rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool, scratch: UnsafeMutablePointer<Float>
  ) {
    var operands = fathom_neighbor_operands(
      rows: queries.pointer, columns: references.pointer, row_halves: queryHalves.pointer,
      column_halves: referenceHalves.pointer, dimensions: Int32(dimensions))
    withUnsafePointer(to: pool.kernelView) {
      fathom_neighbors_fused(
        level, &operands, $0, mutual ? 1 : 0, Int32(rows.lowerBound), Int32(Search.wholeUnits(rows.count)),
        Int32(columns.lowerBound), Int32(Search.wholeUnits(columns.count)))
    }
  }

  /// The halves (zeros if there are none) up to a whole unit; the places without a point score far below all pairs.
  private static func padded(_ halves: Buffer<Float>?, count: Int) -> Buffer<Float> {
    let padded = Buffer<Float>(repeating: FATHOM_NEIGHBOR_EMPTY, count: Search.wholeUnits(count))
    if let halves {
      padded.pointer.update(from: halves.pointer, count: count)
    } else {
      padded.pointer.update(repeating: 0, count: count)
    }
    return padded
  }
}
