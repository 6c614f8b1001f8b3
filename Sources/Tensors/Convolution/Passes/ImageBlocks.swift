/// How a batch of images is cut into blocks of outputs whose matrices stay in cache: some rows of one image, or several small images
/// whole. Depends on the sizes alone, so that sums are formed in the same order however many threads there are.
struct ImageBlocks: Sendable {
  /// Images in the batch; rows and columns of each (of pixels or of tiles).
  let batch: Int, rows: Int, columns: Int
  /// At most, in a block.
  let imagesPerBlock: Int, rowsPerBlock: Int

  /// There shall be at least this many blocks to share out, where that costs nothing.
  private static let wantedCount = 16

  /// `elements` is how many places (rows * columns * images) a block may have, except that it has at least a row of an image; images are
  /// taken together only up to `combined`.
  init(batch: Int, rows: Int, columns: Int, elements: Int, combined: Int) {
    (self.batch, self.rows, self.columns) = (batch, rows, columns)
    let place = max(rows * columns, 1)
    if place > elements {
      let strips = (rows + max(elements / columns, 1) - 1) / max(elements / columns, 1)
      rowsPerBlock = (rows + strips - 1) / strips
      imagesPerBlock = 1
    } else {
      rowsPerBlock = max(rows, 1)
      imagesPerBlock = max(1, min(combined / place, batch / Self.wantedCount))
    }
  }

  /// Blocks above one another in an image.
  var stripCount: Int { max(1, (rows + rowsPerBlock - 1) / rowsPerBlock) }
  private var imageBlockCount: Int { (batch + imagesPerBlock - 1) / imagesPerBlock }
  var count: Int { imageBlockCount * stripCount }
  /// Places of the largest block.
  var capacity: Int { imagesPerBlock * rowsPerBlock * columns }

  /// The images and rows of block number `index`: strips innermost.
  subscript(index: Int) -> (images: Range<Int>, rows: Range<Int>) {
    let (images, strip) = index.quotientAndRemainder(dividingBy: stripCount)
    let (image, row) = (images * imagesPerBlock, strip * rowsPerBlock)
    return (image..<min(image + imagesPerBlock, batch), row..<min(row + rowsPerBlock, rows))
  }
}
