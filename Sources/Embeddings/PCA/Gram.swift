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
      Parallel.forEachRange(of: d, grain: 256) { _, strip in
        let first = strip.lowerBound
        let width = d - first
        withScratch(of: Scalar.self, count: strip.count * width) { product in
          Scalar.syrk(
            transposeA: true, n: strip.count, k: rows, alpha: 1, block + first, lda: d, beta: 0, product, ldc: width)
          if width > strip.count {
            Scalar.gemm(
              transposeA: true, transposeB: false, m: strip.count, n: width - strip.count, k: rows, alpha: 1, block + first, lda: d,
              block + strip.upperBound, ldb: d, beta: 0, product + strip.count, ldc: width)
          }
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
