/// How fine the grid is and how many nodes it has.
///
/// The spacing is a fraction of the kernel's width, not of the map's, so a growing map needs more nodes; a tiny one keeps the spacing too,
/// since differences of a nearly flat potential over a finer grid would drown in rounding.
struct GridSize: Equatable {
  /// Between nodes, in the map's unit.
  var spacing: Float
  /// Nodes that the padded transforms have room for without wrapping around.
  var columns: Int
  var rows: Int

  /// The lengths of the transforms along x and along y.
  var paddedColumns: Int { Self.paddedLength(columns) }
  var paddedRows: Int { Self.paddedLength(rows) }

  /// Spacings for a kernel one wide, each used while the grid has no more than so many nodes.
  ///
  /// The interpolation's error falls as exp(-pi / spacing), and small grids cost little: what a step costs beyond them is the points' share.
  /// A map too large even for the last has its spacing enlarged, and accuracy falls.
  private static let levels: [(spacing: Float, nodes: Int)] = [(1 / 6, 5_000), (1 / 4, 17_000), (1 / 3, 90_000), (1 / 2, maximumNodes)]

  /// No grid has more nodes than this: a map 1,000 wide in both directions.
  static let maximumNodes = 4_000_000
  private static let maximumSide = 32_768

  /// Nodes along an axis that points spread over `extent` touch, and the floats beyond that are read along with them.
  static func nodes(over extent: Float, spacing: Float) -> Int {
    Int((extent / spacing).rounded(.down)) + 10
  }

  /// The size for a map, given the size in use: that one if it still suits, so that the kernel's spectrum is rarely made anew.
  static func suiting(_ extent: SIMD2<Float>, degreesOfFreedom: Float, current: GridSize?) -> GridSize {
    let spacing = spacing(for: extent, degreesOfFreedom: degreesOfFreedom, current: current?.spacing)
    let columns = nodes(over: extent.x, spacing: spacing)
    let rows = nodes(over: extent.y, spacing: spacing)
    if let current, current.spacing == spacing, suits(current.columns, columns), suits(current.rows, rows) { return current }
    return GridSize(spacing: spacing, columns: withRoomToGrow(columns), rows: withRoomToGrow(rows))
  }

  /// Twice the nodes, so that the convolution does not wrap around; and for few nodes more, since the kernel has a kink where its period
  /// ends, which the undoing of the spline lets ring some nodes far.
  private static func paddedLength(_ nodes: Int) -> Int {
    FourierPlan.efficientLength(atLeast: max(2 * nodes - 1, nodes + 48))
  }

  /// Whether an axis with room for `present` nodes serves for `needed` without much waste.
  private static func suits(_ present: Int, _ needed: Int) -> Bool {
    needed <= present && Double(needed) >= 0.7 * Double(present) - 16
  }

  /// 8 % more, and then whatever the transform's length gives for nothing.
  private static func withRoomToGrow(_ nodes: Int) -> Int {
    let wanted = nodes + nodes * 8 / 100 + 2
    let length = paddedLength(wanted)
    return max(wanted, min(length / 2, length - 48))
  }

  private static func spacing(for extent: SIMD2<Float>, degreesOfFreedom: Float, current: Float?) -> Float {
    // The kernel (1 + r²/a)^-a is narrower for small a.
    let width = min(1, degreesOfFreedom).squareRoot()
    for level in levels {
      let spacing = width * level.spacing
      // A finer grid than the one in use must fit amply, so that a map near the limit does not change its grid in every step.
      let limit = (current ?? 0) > spacing ? level.nodes * 4 / 5 : level.nodes
      if fits(extent, spacing: spacing, nodes: limit) { return spacing }
    }
    var spacing = width * levels.last!.spacing
    while !fits(extent, spacing: spacing, nodes: maximumNodes) { spacing *= 1.25 }
    return spacing
  }

  private static func fits(_ extent: SIMD2<Float>, spacing: Float, nodes limit: Int) -> Bool {
    // In floating point, since the counts of a map far too large would overflow.
    let (columns, rows) = (extent.x / spacing + 10, extent.y / spacing + 10)
    return columns * rows <= Float(limit) && max(columns, rows) <= Float(maximumSide)
  }
}
