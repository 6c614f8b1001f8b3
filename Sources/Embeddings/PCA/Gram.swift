import Tensors

/// A sum of products XᵀX [d, d] in double precision, upper triangle, over as many rows as are added.
///
/// Each range of rows is multiplied in the samples' own precision, and the products are added up in double precision in the order of the rows.
struct Gram<Scalar: SampleScalar> {
  let d: Int
  private(set) var upper: Tensor<Double>

  init(columns d: Int) {
    self.d = d
    upper = .zeros([d, d])
  }

  /// Adds `count` partial products [d, d] that follow one another.
  mutating func add(_ partial: UnsafePointer<Scalar>, count: Int) {
    let d = d
    nonisolated(unsafe) let partial = partial
    upper.withUnsafeMutableBufferPointer { upper in
      nonisolated(unsafe) let upper = upper.baseAddress!
      Parallel.forEachRange(of: d, grain: 32) { _, rows in
        for part in 0..<count {
          for row in rows {
            Scalar.accumulate(partial + part * d * d + row * (d + 1), count: d - row, to: upper + row * (d + 1))
          }
        }
      }
    }
  }

  /// Adds the products of `rows` rows of a block that is in memory; each strip of the result is one thread's.
  mutating func add(block: UnsafePointer<Scalar>, rows: Int) {
    let d = d
    nonisolated(unsafe) let block = block
    upper.withUnsafeMutableBufferPointer { upper in
      nonisolated(unsafe) let upper = upper.baseAddress!
      Parallel.forEachRange(of: d, grain: 128) { _, strip in
        let first = strip.lowerBound
        let width = d - first
        withScratch(of: Scalar.self, count: strip.count * width) { product in
          Scalar.gemm(
            transposeA: true, transposeB: false, m: strip.count, n: width, k: rows, alpha: 1, block + first, lda: d, block + first,
            ldb: d, beta: 0, product, ldc: width)
          for row in strip {
            Scalar.accumulate(product + (row - first) * (width + 1), count: d - row, to: upper + row * (d + 1))
          }
        }
      }
    }
  }

  /// (XᵀX - count shift shiftᵀ) / denominator: the covariance of rows whose mean is `shift`. Both triangles. [d, d]
  func covariance(shift: [Double], count: Double, denominator: Double) -> Tensor<Double> {
    var result = upper
    result.withUnsafeMutableBufferPointer { c in
      for i in 0..<d {
        for j in i..<d {
          let value = (c[i * d + j] - count * shift[i] * shift[j]) / denominator
          c[i * d + j] = value
          c[j * d + i] = value
        }
      }
    }
    return result
  }
}

/// XᵀX of the rows minus `offset`, and the sums of their columns.
func gram<Rows: RowSource>(of rows: Rows, minus offset: [Rows.Scalar]) throws(PCAError) -> (products: Gram<Rows.Scalar>, sums: [Double]) {
  rows.columnCount <= 1024
    ? try gramByRows(of: rows, minus: offset)
    : try gramByStrips(of: rows, minus: offset)
}

/// For few columns: each thread takes a slab of rows and makes its whole product.
private func gramByRows<Rows: RowSource>(
  of rows: Rows, minus offset: [Rows.Scalar]
) throws(PCAError) -> (products: Gram<Rows.Scalar>, sums: [Double]) {
  typealias Scalar = Rows.Scalar
  let (n, d) = (rows.rowCount, rows.columnCount)
  let slabsAtOnce = max(8, min(32, (1 << 22) / (d * d)))
  let piece = blockRows(d)
  let slab = max(piece, min(2048, (n + slabsAtOnce - 1) / slabsAtOnce))
  var products = Gram<Scalar>(columns: d)
  var total = [Double](repeating: 0, count: d)
  let partial = Tensor<Scalar>.zeros([slabsAtOnce, d, d])
  for first in stride(from: 0, to: n, by: slab * slabsAtOnce) {
    let round = min(n - first, slab * slabsAtOnce)
    let parts = partial.withUnsafeBufferPointer { partial in
      nonisolated(unsafe) let partial = UnsafeMutablePointer(mutating: partial.baseAddress!)
      return Parallel.mapRanges(of: round, grain: slab) { range in
        let product = partial + range.lowerBound / slab * d * d
        return addSlab(rows, range.lowerBound + first..<range.upperBound + first, piece, offset, product)
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

/// The product of one slab, made a piece at a time that stays in the cache.
private func addSlab<Rows: RowSource>(
  _ rows: Rows, _ slab: Range<Int>, _ piece: Int, _ offset: [Rows.Scalar], _ product: UnsafeMutablePointer<Rows.Scalar>
) -> (sums: [Double], bad: (row: Int, column: Int)?) {
  let d = rows.columnCount
  var sums = [Double](repeating: 0, count: d)
  let bad: (row: Int, column: Int)? = withScratch(of: Rows.Scalar.self, count: piece * d) { block in
    for first in stride(from: slab.lowerBound, to: slab.upperBound, by: piece) {
      let range = first..<min(first + piece, slab.upperBound)
      rows.copy(range, minus: offset, to: block, addingTo: &sums)
      if let bad = firstNonFinite(block, sums, firstRow: first, rows: range.count) { return bad }
      Rows.Scalar.syrk(
        transposeA: true, n: d, k: range.count, alpha: 1, block, lda: d, beta: first == slab.lowerBound ? 0 : 1, product, ldc: d)
    }
    return nil
  }
  return (sums, bad)
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
