/// What the passes by Winograd's minimal filtering F(2x2, 3x3) share: blocks of tiles and the extents of their matrices.
///
/// A tile of 2x2 outputs costs 16 multiplications per pair of channels instead of 36. Results differ from the definition's by some
/// more rounding (relative to float64 below 1e-5 in Float, measured below 1e-6), and an input that is not finite spoils the whole
/// tiles that see it.
struct WinogradPlan<Scalar: FloatingScalar>: Sendable {
  let instructionSet: InstructionSet
  let blocks: ImageBlocks

  /// Bytes for each of the two matrices [16, channels, tiles] of a block, so that both stay in the second-level cache.
  private static var budget: Int { 512 << 10 }
  /// Tiles that a block should at least have, so that its products are no mere vectors.
  private static var fewestTiles: Int { 64 }

  /// Tiles over images of extent `outputs`, for matrices with at most `channels` rows.
  init(batch: Int, outputs: Extent2D, channels: Int, instructionSet: InstructionSet) {
    self.instructionSet = instructionSet
    let tiles = max(Self.fewestTiles, Self.budget / (16 * channels * MemoryLayout<Scalar>.stride))
    blocks = ImageBlocks(
      batch: batch, rows: (outputs.height + 1) / 2, columns: (outputs.width + 1) / 2, elements: tiles, combined: tiles)
  }

  /// Whether tiles of 2x2 outputs are possible.
  static func suits(_ c: Convolution2D) -> Bool {
    c.kernel == Extent2D(3) && c.stride == 1 && c.dilation == 1 && c.paddingTop <= 2 && c.paddingLeft <= 2
  }

  /// Tiles of the largest block, rounded up to whole vectors.
  var tileCapacity: Int { roundedToLines(blocks.capacity) }
  /// Scalars of a matrix [channels, row]. Not a power of two, which would put all 16 matrices into the same sets of the cache.
  static func place(channels: Int, row: Int) -> Int { roundedToLines(channels * row) + 16 }
  /// Scalars of 16 such matrices.
  static func matrices(place: Int) -> Int { roundedToLines(16 * place + WinogradTiles.slack) }

  /// Scalars that the transforms of inputs and outputs need besides, for so many rows and columns of tiles.
  static func scratchCount(rows: Int, columns: Int) -> Int {
    roundedToLines((12 * columns + 4) * (rows + 1) + 3 * WinogradTiles.slack)
  }
  var scratchCount: Int { Self.scratchCount(rows: blocks.rowsPerBlock, columns: blocks.columns) }

  /// The tiles of a block in planes of extent `plane`, whose first tile begins at (-paddingTop, -paddingLeft).
  func tiles(
    _ block: (images: Range<Int>, rows: Range<Int>), channels: Int, imageStride: Int, plane: Extent2D, paddingTop: Int = 0,
    paddingLeft: Int = 0
  ) -> WinogradTiles {
    WinogradTiles(
      instructionSet: instructionSet, images: block.images.count, imageStride: imageStride, channels: channels, plane: plane,
      top: 2 * block.rows.lowerBound - paddingTop, left: -paddingLeft, rows: block.rows.count, columns: blocks.columns)
  }
}
