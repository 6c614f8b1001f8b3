/// How a strip of an image is laid out for the kernels: channel by channel, each cut into phases (for a stride s, phase p holds
/// every s-th row or column from p on), each phase padded with zeros.
struct PaddedSource {
  let channels: Int
  /// The image that is read.
  let image: Extent2D
  let phases: Extent2D
  let paddingTop: Int, paddingLeft: Int
  /// Rows of output in a strip; how far the taps reach down; the same for columns, where a strip has all of them.
  let stripRows: Int
  let rowReach: Int
  let columns: Int

  /// Rows of a phase.
  var rows: Int { stripRows + rowReach }
  private var phaseExtent: Int { rows * columns }
  private var channelExtent: Int { phases.height * phases.width * phaseExtent }
  var extent: Int { channels * channelExtent }

  /// Where the scalar that a tap reads for output (0, 0) of the strip stands.
  func offset(channel: Int, rowPhase: Int, columnPhase: Int, row: Int, column: Int) -> Int32 {
    Int32(channel * channelExtent + (rowPhase * phases.width + columnPhase) * phaseExtent + row * columns + column)
  }

  /// Fills `target` for the strip that begins at output row `firstRow`, from the channels at `image`; `slack` zeros follow.
  func fill<Scalar: FloatingScalar>(
    _ target: UnsafeMutablePointer<Scalar>, from image: UnsafePointer<Scalar>, firstRow: Int, slack: Int
  ) {
    var target = target
    for channel in 0..<channels {
      let source = image + channel * self.image.height * self.image.width
      for rowPhase in 0..<phases.height {
        for columnPhase in 0..<phases.width {
          Scalar.padPhase(
            target, rows: rows, columns: columns, from: source, height: self.image.height, width: self.image.width,
            firstRow: firstRow * phases.height + rowPhase - paddingTop, rowStride: phases.height,
            firstColumn: columnPhase - paddingLeft, columnStride: phases.width)
          target += phaseExtent
        }
      }
    }
    target.setToZero(count: slack)
  }
}
