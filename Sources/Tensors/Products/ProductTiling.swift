/// How a product [m, k] x [k, n] is cut into pieces for several threads. Depends on the sizes alone, so that the sums are formed in
/// the same order however many threads there are.
///
/// Every tile packs its operands anew, so tiles stay large: the cut stops where a piece would have too little work.
struct ProductTiling: Equatable {
  /// Extents of a tile of the result; those at the far edges may be smaller.
  private(set) var rows: Int, columns: Int
  /// How many ranges of the inner dimension are summed apart.
  private(set) var depthParts = 1
  private let m: Int, n: Int, k: Int

  /// How many pieces are wanted from so many multiplications on: enough to share out, few enough to pack little twice.
  private static let pieces: [(work: Int, count: Int)] = [(1 << 33, 16), (1 << 30, 8), (1 << 24, 4), (1 << 22, 2)]
  private static let smallestExtent = 96
  private static let smallestDepth = 512
  /// Tile extents are multiples of this, so that OpenBLAS's register tiles come out whole.
  private static let alignment = 16

  init(rows m: Int, columns n: Int, depth k: Int) {
    (self.m, self.n, self.k) = (m, n, k)
    (rows, columns) = (m, n)
    let work = m.multipliedReportingOverflow(by: n * Swift.max(k, 1)).partialValue
    var wanted = Self.pieces.first { work >= $0.work }?.count ?? 1
    while wanted >= 2 {
      wanted /= 2
      if rows >= columns, rows >= 2 * Self.smallestExtent {
        rows = Self.half(rows)
      } else if columns >= 2 * Self.smallestExtent {
        columns = Self.half(columns)
      } else if rows >= 2 * Self.smallestExtent {
        rows = Self.half(rows)
      } else if k / depthParts >= 2 * Self.smallestDepth {
        depthParts *= 2
      } else {
        return
      }
    }
  }

  private static func half(_ extent: Int) -> Int {
    let half = (extent + 1) / 2
    return (half + alignment - 1) / alignment * alignment
  }

  private var rowTiles: Int { (m + rows - 1) / Swift.max(rows, 1) }
  private var columnTiles: Int { (n + columns - 1) / Swift.max(columns, 1) }
  private var depth: Int { (k + depthParts - 1) / depthParts }

  var tileCount: Int { rowTiles * columnTiles }
  var pieceCount: Int { tileCount * depthParts }

  /// The rows, the columns and the part of the inner dimension that piece number `index` covers.
  func piece(_ index: Int) -> (rows: Range<Int>, columns: Range<Int>, part: Int, depth: Range<Int>) {
    let part = index / tileCount
    let row = (index % tileCount) / columnTiles * rows
    let column = (index % tileCount) % columnTiles * columns
    let start = Swift.min(part * depth, k)
    return (
      row..<Swift.min(row + rows, m), column..<Swift.min(column + columns, n), part, start..<Swift.min(start + depth, k)
    )
  }
}
