import Tensors

/// XᵀX of the rows minus `offset`, and the sums of their columns.
///
/// - Throws: ``PCAError/nonFinite(row:column:)``.
func gram<Rows: RowSource>(of rows: Rows, minus offset: [Rows.Scalar]) throws(PCAError) -> (products: Gram<Rows.Scalar>, sums: [Double]) {
  rows.columnCount <= 1024
    ? try gramBySlabs(of: rows, minus: offset)
    : try gramByStrips(of: rows, minus: offset)
}

/// For few columns: each thread takes a slab of rows and makes its whole product.
private func gramBySlabs<Rows: RowSource>(
  of rows: Rows, minus offset: [Rows.Scalar]
) throws(PCAError) -> (products: Gram<Rows.Scalar>, sums: [Double]) {
  typealias Scalar = Rows.Scalar
  let (n, d) = (rows.rowCount, rows.columnCount)
  let slabsAtOnce = max(8, min(32, (1 << 22) / (d * d)))
  let piece = blockRows(d)
  let slab = max(piece, min(2048, (n + slabsAtOnce - 1) / slabsAtOnce))
  var products = Gram<Scalar>(columns: d)
  var total = [Double](repeating: 0, count: d)
  var partial = Tensor<Scalar>.zeros([slabsAtOnce, d, d])
  for first in stride(from: 0, to: n, by: slab * slabsAtOnce) {
    let parts = partial.withUnsafeMutableBufferPointer { partial in
      nonisolated(unsafe) let partial = partial.baseAddress!
      return Parallel.mapRanges(of: min(n - first, slab * slabsAtOnce), grain: slab) { range in
        var product = SlabProduct(rows: rows, offset: offset, target: partial + range.lowerBound / slab * d * d)
        product.add(range.lowerBound + first..<range.upperBound + first, piece: piece)
        return product
      }
    }
    for part in parts {
      if let bad = part.bad { throw .nonFinite(row: bad.row, column: bad.column) }
      for j in 0..<d { total[j] += part.sums[j] }
    }
    partial.withUnsafeBufferPointer { products.add($0.baseAddress!, count: parts.count) }
  }
  return (products, total)
}

/// The product of one slab of rows, made of pieces that stay in the cache.
///
/// Columns that equal the offset throughout contribute nothing and are left out of the arithmetic: the margins of images, words that
/// hardly occur. The others stand in the order in which they first differed, so that a piece may bring new ones at the end.
private struct SlabProduct<Rows: RowSource> {
  typealias Scalar = Rows.Scalar
  private let rows: Rows
  private let offset: [Scalar]
  /// [d, d], upper triangle.
  private let target: UnsafeMutablePointer<Scalar>
  private(set) var sums: [Double]
  /// Where the first number stands that is not finite.
  private(set) var bad: (row: Int, column: Int)?

  private var marks: [UInt8]
  private var order: [Int32] = []

  init(rows: Rows, offset: [Scalar], target: UnsafeMutablePointer<Scalar>) {
    (self.rows, self.offset, self.target) = (rows, offset, target)
    sums = [Double](repeating: 0, count: rows.columnCount)
    marks = [UInt8](repeating: 0, count: rows.columnCount)
  }

  mutating func add(_ slab: Range<Int>, piece: Int) {
    let d = rows.columnCount
    withScratch(of: Scalar.self, count: piece * d) { block in
      guard read(slab.lowerBound..<min(slab.lowerBound + piece, slab.upperBound), to: block) else { return }
      // Where most columns differ, picking them out costs more than it saves.
      if 5 * order.count > 4 * d {
        addAllColumns(slab, piece: piece, block)
      } else {
        addDifferingColumns(slab, piece: piece, block)
      }
    }
  }

  /// Reads rows, notes which columns differ from the offset, and says whether all is finite.
  private mutating func read(_ range: Range<Int>, to block: UnsafeMutablePointer<Scalar>) -> Bool {
    let d = rows.columnCount
    rows.copy(range, minus: offset, to: block, addingTo: &sums)
    bad = firstNonFinite(block, sums, firstRow: range.lowerBound, rows: range.count)
    let before = marks
    Scalar.markNonzero(block, rows: range.count, columns: d, &marks)
    for j in 0..<d where marks[j] != before[j] { order.append(Int32(j)) }
    return bad == nil
  }

  private mutating func addAllColumns(_ slab: Range<Int>, piece: Int, _ block: UnsafeMutablePointer<Scalar>) {
    let d = rows.columnCount
    for first in stride(from: slab.lowerBound, to: slab.upperBound, by: piece) {
      let range = first..<min(first + piece, slab.upperBound)
      if first > slab.lowerBound, !read(range, to: block) { return }
      Scalar.syrk(
        transposeA: true, n: d, k: range.count, alpha: 1, block, lda: d, beta: first == slab.lowerBound ? 0 : 1, target, ldc: d)
    }
  }

  private mutating func addDifferingColumns(_ slab: Range<Int>, piece: Int, _ block: UnsafeMutablePointer<Scalar>) {
    let d = rows.columnCount
    withScratch(of: Scalar.self, count: d * (d + piece)) { ordered in
      let picked = ordered + d * d
      var known = 0
      for first in stride(from: slab.lowerBound, to: slab.upperBound, by: piece) {
        let range = first..<min(first + piece, slab.upperBound)
        if first > slab.lowerBound, !read(range, to: block) { return }
        let count = order.count
        for row in 0..<count {
          let start = row < known ? known : row
          (ordered + row * d + start).update(repeating: 0, count: count - start)
        }
        known = count
        guard count > 0 else { continue }
        Scalar.gatherColumns(block, rows: range.count, columns: d, order, to: picked)
        Scalar.syrk(transposeA: true, n: count, k: range.count, alpha: 1, picked, lda: count, beta: 1, ordered, ldc: d)
      }
      target.update(repeating: 0, count: d * d)
      Scalar.scatterUpper(ordered, order, columns: d, to: target)
    }
  }
}

/// For many columns: all threads share a block of rows, and each makes strips of its product.
private func gramByStrips<Rows: RowSource>(
  of rows: Rows, minus offset: [Rows.Scalar]
) throws(PCAError) -> (products: Gram<Rows.Scalar>, sums: [Double]) {
  let (n, d) = (rows.rowCount, rows.columnCount)
  var products = Gram<Rows.Scalar>(columns: d)
  var total = [Double](repeating: 0, count: d)
  let blockSize = max(512, (1 << 22) / d)
  var block = Tensor<Rows.Scalar>.zeros([min(n, blockSize), d])
  for first in stride(from: 0, to: n, by: blockSize) {
    let count = min(blockSize, n - first)
    let sums = try block.fill(from: rows, first..<first + count, minus: offset)
    for j in 0..<d { total[j] += sums[j] }
    block.withUnsafeBufferPointer { products.add(block: $0.baseAddress!, rows: count) }
  }
  return (products, total)
}
