/// Where a product [m, k] x [k, n] is cut to share it out among threads.
///
/// OpenBLAS packs the operands of every piece anew, so there are as few pieces as keep the threads busy: one each. Rows and columns may
/// be cut by the number of threads only where that leaves no trace in the result, at multiples of an alignment that ``CutInvariance``
/// knows; otherwise the sizes alone decide, as they always do about the inner dimension, whose parts are summed apart.
struct ProductCut: Equatable {
  enum Axis { case rows, columns, depth }

  /// Rows are what is packed anew for each piece of columns, and the other way round: the longer axis is cut.
  let axis: Axis
  /// How many pieces there are, at least 1.
  let count: Int
  private let extent: Int
  private let alignment: Int

  /// Below this many multiplications a piece would not be worth a thread, and OpenBLAS might compute it by the kernels that it keeps
  /// for small products (up to 10^6), which sum in another order.
  private static let smallestWork = 1 << 20
  private static let smallestExtent = 32
  private static let smallestDepth = 1024
  /// So that OpenBLAS's register tiles come out whole.
  private static let usualAlignment = 16

  /// `invisibleAlignment` gives what the bounds have to be multiples of for the cut to leave no trace, nil where there is no such number.
  init(rows m: Int, columns n: Int, depth k: Int, threads: Int, invisibleAlignment: (Axis) -> Int?) {
    let work = m.multipliedReportingOverflow(by: n * k)
    let affordable = work.overflow ? Int.max : work.partialValue / Self.smallestWork
    let parts = Self.depthParts(m, n, k)
    if parts > 1 {
      self.init(.depth, of: k, pieces: min(affordable, parts), alignment: Self.usualAlignment)
      return
    }
    let axis = Self.axis(m, n, invisibleAlignment)
    let extent = axis == .rows ? m : n
    guard affordable >= 2, extent >= 2 * Self.smallestExtent else {
      self.init(axis, of: extent, pieces: 1, alignment: 1)
      return
    }
    let invisible = invisibleAlignment(axis)
    let wanted = invisible == nil ? 2 * max(1, min(extent / 512, 8)) : threads
    let alignment = invisible ?? Self.usualAlignment
    var pieces = min(wanted, affordable, extent / Self.smallestExtent)
    // Rounding may take almost a whole alignment away from a piece.
    while pieces > 1, (extent / pieces - alignment) * (work.partialValue / extent) < Self.smallestWork, !work.overflow { pieces -= 1 }
    self.init(axis, of: extent, pieces: pieces, alignment: alignment)
  }

  private init(_ axis: Axis, of extent: Int, pieces: Int, alignment: Int) {
    self.axis = axis
    self.extent = extent
    self.alignment = alignment
    count = max(pieces, 1)
  }

  /// The longer axis, unless only the rows can be cut without a trace and are enough for the columns' operand to be packed anew for each
  /// piece: few pieces of rows cost less than many of columns. Must not depend on the number of threads.
  private static func axis(_ m: Int, _ n: Int, _ invisibleAlignment: (Axis) -> Int?) -> Axis {
    if 2 * m >= n { return .rows }
    return m >= 192 && invisibleAlignment(.columns) == nil && invisibleAlignment(.rows) != nil ? .rows : .columns
  }

  /// How many parts the inner dimension is cut into where it is so long beside the result that their sums cost little: no operand is then
  /// packed twice. 1 where it is not.
  static func depthParts(_ m: Int, _ n: Int, _ k: Int) -> Int {
    let extent = max(m, n)
    if extent < 128 { return k >= 2 * smallestDepth ? min(16, k / smallestDepth) : 1 }
    // Fewer than eight parts would leave the threads of larger machines without work; more sums than this would take too much memory.
    guard k >= 8 * smallestDepth, k / 16 >= extent else { return 1 }
    let affordable = mostPartialSums / (m * n) + 1
    return affordable < 8 ? 1 : min(16, k / smallestDepth, affordable) / 8 * 8
  }

  private static let mostPartialSums = 1 << 23

  /// The range of the axis that piece number `index` covers.
  func range(_ index: Int) -> Range<Int> { bound(index)..<bound(index + 1) }

  private func bound(_ index: Int) -> Int {
    index == count ? extent : (extent * index / count + alignment / 2) / alignment * alignment
  }
}
