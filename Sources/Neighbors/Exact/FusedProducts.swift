internal import CKernels
internal import Tensors

/// Scores by kernels that multiply in registers and compare there: for points with few enough coordinates that reading and
/// selecting, not the product, is what costs.
struct FusedProducts: BlockKernel {
  let level: fathom_isa
  let dimensions: Int
  let queries: Buffer<Float>
  let references: Buffer<Float>
  private let queryHalves: Halves
  private let referenceHalves: Halves
  private let stageEnds: [Int32]

  /// From here on SGEMM, which also blocks the sum over coordinates, is faster.
  private static let mostDimensions = 256

  /// Nil if this level has no such kernel or the points have too many coordinates.
  ///
  /// - Parameters:
  ///   - centre: what is subtracted from all points first.
  ///   - isSquared: whether the score is minus half the squared distance; otherwise it is the product itself.
  init?(queries: PointSet, references: PointSet, centre: [Float]?, isSquared: Bool, instructionSet: InstructionSet) {
    level = fathom_isa(UInt32(instructionSet.rawValue))
    dimensions = references.dimensions
    let tile = fathom_neighbors_tile_shape(level)
    guard tile.rows > 0, dimensions <= Self.mostDimensions else { return nil }
    let coordinates = isSquared ? CoordinateStages(references) : CoordinateStages(one: dimensions)
    stageEnds = coordinates.ends
    // Blocks are multiples of the tiles and the last one is padded, so that tiles are always whole.
    self.queries = queries.packed(
      width: Int(tile.rows), centre: centre, coordinates: coordinates.order, multiple: Search.blockUnit)
    self.references = references.packed(
      width: Int(tile.columns), centre: centre, coordinates: coordinates.order, multiple: Search.blockUnit)
    queryHalves = Halves(queries, centre, coordinates, isSquared: isSquared)
    referenceHalves = Halves(references, centre, coordinates, isSquared: isSquared)
  }

  func scratchCount(rows: Int, columns: Int) -> Int { 0 }

  func search(
    rows: Range<Int>, columns: Range<Int>, mutual: Bool, pool: CandidatePool, scratch: UnsafeMutablePointer<Float>
  ) {
    stageEnds.withUnsafeBufferPointer { ends in
      var operands = fathom_neighbor_operands(
        rows: queries.pointer, columns: references.pointer, row_halves: queryHalves.values.pointer,
        column_halves: referenceHalves.values.pointer, row_places: queryHalves.places, column_places: referenceHalves.places,
        stage_ends: ends.baseAddress, stages: Int32(ends.count), dimensions: Int32(dimensions))
      withUnsafePointer(to: pool.kernelView) {
        fathom_neighbors_fused(
          level, &operands, $0, mutual ? 1 : 0, Int32(rows.lowerBound), Int32(Search.wholeUnits(rows.count)),
          Int32(columns.lowerBound), Int32(Search.wholeUnits(columns.count)))
      }
    }
  }

  /// Half the squared norms of points over the coordinates of each stage.
  private struct Halves {
    /// [stages, places]
    let values: Buffer<Float>
    /// The points, up to a whole unit.
    let places: Int

    init(_ points: PointSet, _ centre: [Float]?, _ coordinates: CoordinateStages, isSquared: Bool) {
      places = Search.wholeUnits(points.count)
      values = Buffer(repeating: 0, count: coordinates.ends.count * places)
      // What stands where there is no point scores far below all pairs.
      (values.pointer + points.count).update(repeating: FATHOM_NEIGHBOR_EMPTY, count: places - points.count)
      guard isSquared else { return }
      var start = 0
      for (stage, end) in coordinates.ends.enumerated() {
        points.writeHalfNorms(from: centre, over: coordinates.order[start..<Int(end)], to: values.pointer + stage * places)
        start = Int(end)
      }
    }
  }
}
