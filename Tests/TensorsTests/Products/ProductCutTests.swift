import TestSupport
import Testing

@testable import Tensors

@Suite struct ProductCutTests {
  private func cut(_ m: Int, _ n: Int, _ k: Int, threads: Int, freely: Bool) -> ProductCut {
    ProductCut(rows: m, columns: n, depth: k, threads: threads) { _ in freely ? 12 : nil }
  }

  @Test func coversEachAxisOnceInPiecesWorthAThread() {
    var random = RandomGenerator(seed: 1)
    for _ in 0..<2_000 {
      let (m, n, k) = (size(&random), size(&random), size(&random))
      for threads in [1, 2, 3, 4, 7, 64] {
        for freely in [true, false] {
          let cut = cut(m, n, k, threads: threads, freely: freely)
          let extent = [.rows: m, .columns: n, .depth: k][cut.axis]!
          let ranges = (0..<cut.count).map(cut.range)
          #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == extent)
          for (range, next) in zip(ranges, ranges.dropFirst()) {
            #expect(range.upperBound == next.lowerBound)
            #expect(range.upperBound % (freely && cut.axis != .depth ? 12 : 16) == 0)
          }
          if cut.count > 1, cut.axis != .depth {
            #expect(ranges.allSatisfy { $0.count * (m * n * k / extent) >= 1 << 20 }, "[\(m), \(k)] x [\(k), \(n)]")
          }
        }
      }
    }
  }

  private func size(_ random: inout RandomGenerator) -> Int {
    let exponent = Double.random(in: 0..<3.7, using: &random)
    var result = 1.0
    for _ in 0..<Int(exponent * 100) { result *= 1.023_293  // 10^0.01
    }
    return Int(result)
  }

  @Test func dependsOnTheThreadsOnlyWhereThatIsInvisible() {
    #expect(cut(1_000, 1_000, 1_000, threads: 2, freely: true).count == 2)
    #expect(cut(1_000, 1_000, 1_000, threads: 7, freely: true).count == 7)
    #expect(cut(1_000, 1_000, 1_000, threads: 1, freely: true).count == 1)
    for (m, n, k) in [(1_000, 1_000, 1_000), (16, 1_000, 784), (784, 1_000, 16), (4_096, 4_096, 4_096), (100, 90, 20_000)] {
      let cuts = [1, 2, 3, 4, 7].map { cut(m, n, k, threads: $0, freely: false) }
      #expect(cuts.allSatisfy { $0 == cuts[0] } && cuts[0].count > 1)
    }
    #expect(cut(100, 90, 20_000, threads: 1, freely: true) == cut(100, 90, 20_000, threads: 7, freely: true))
  }

  @Test func deepProductsAreCutAlongTheInnerDimension() {
    for (m, n, k, parts) in [(256, 256, 16_384, 16), (784, 784, 20_000, 8), (100, 90, 5_000, 4), (130, 20, 9_000, 8)] {
      let cut = cut(m, n, k, threads: 2, freely: true)
      #expect(cut.axis == .depth && cut.count == parts)
    }
    for (m, n, k) in [(1_000, 1_000, 8_192), (256, 256, 4_096), (2_000, 2_000, 40_000)] {
      #expect(cut(m, n, k, threads: 2, freely: true).axis == .rows)
    }
  }

  @Test func wideProductsAreCutWhereItIsInvisible() {
    let rowsOnly = ProductCut(rows: 256, columns: 4_096, depth: 256, threads: 2) { $0 == .rows ? 16 : nil }
    #expect(rowsOnly.axis == .rows && rowsOnly.count == 2)
    let both = ProductCut(rows: 256, columns: 4_096, depth: 256, threads: 2) { _ in 16 }
    #expect(both.axis == .columns && both.count == 2)
    let fewRows = ProductCut(rows: 64, columns: 4_096, depth: 256, threads: 2) { $0 == .rows ? 16 : nil }
    #expect(fewRows.axis == .columns)
  }

  @Test func smallProductsStayWhole() {
    for (m, n, k) in [(64, 64, 64), (300, 32, 32), (1_000, 1_000, 1), (31, 31, 1_000), (1_000, 0, 1_000), (40, 40, 0)] {
      #expect(cut(m, n, k, threads: 4, freely: true).count == 1)
      #expect(cut(m, n, k, threads: 4, freely: false).count == 1)
    }
  }
}

/// The result does not depend on the number of threads, to the last bit: here for products of every form, cut and whole.
@Suite(.serialized) struct ProductDeterminismTests {
  private static let extents = [
    2, 3, 5, 8, 13, 15, 16, 17, 31, 32, 33, 48, 64, 71, 97, 100, 127, 128, 144, 191, 193, 208, 255, 256, 257, 300, 333, 384, 449, 463, 500, 512,
    527, 600, 777, 784, 896, 1_000, 1_024, 2_049, 5_000,
  ]

  @Test func bitsDoNotDependOnThreads() {
    var random = RandomGenerator(seed: 7)
    var tried = 0
    while tried < 150 {
      let (m, n, k) = (pick(&random), pick(&random), pick(&random))
      guard (1 << 20..<1 << 27).contains(m * n * k) else { continue }
      tried += 1
      let transposed = (Bool.random(using: &random), Bool.random(using: &random))
      let (alpha, beta) = ([1, 0.7].randomElement(using: &random)!, [0, 1, 0.3].randomElement(using: &random)!)
      check(Float.self, m, n, k, transposed, alpha, beta)
      check(Double.self, m, n, k, transposed, alpha, beta)
    }
  }

  /// More rows than OpenBLAS takes in one go, with columns that do not fill their tiles; wide ones; one cut along its inner dimension.
  @Test(arguments: [(58_245, 201, 43), (45_000, 49, 64), (20, 60_008, 64), (257, 2_049, 64), (131, 140, 8_300)])
  func bitsOfLongProductsDoNotDependOnThreads(m: Int, n: Int, k: Int) {
    check(Float.self, m, n, k, (false, true), 1, 0)
    check(Double.self, m, n, k, (false, true), 1, 0)
  }

  private func pick(_ random: inout RandomGenerator) -> Int { Self.extents.randomElement(using: &random)! }

  private func check<S: FloatingScalar>(
    _: S.Type, _ m: Int, _ n: Int, _ k: Int, _ transposed: (Bool, Bool), _ alpha: Double, _ beta: Double
  ) {
    let a: Tensor<S> = testNumbers(transposed.0 ? [k, m] : [m, k], seed: 1)
    let b: Tensor<S> = testNumbers(transposed.1 ? [n, k] : [k, n], seed: 2)
    let start: Tensor<S> = testNumbers([m, n], seed: 3)
    let results = resultsWithThreads([1, 2, 3, 4, 7]) {
      var c = start
      (transposed.0 ? a.swappedForTest : a).matmul(transposed.1 ? b.swappedForTest : b, into: &c, alpha: S(alpha), beta: S(beta))
      return c.scalars
    }
    #expect(results.allSatisfy { $0 == results[0] }, "\(S.self) [\(m), \(k)] x [\(k), \(n)], transposed \(transposed)")
  }

  /// Also where a product is one of many that a loop deals out.
  @Test func bitsAreTheSameInsideALoop() {
    let a: Tensor<Double> = testNumbers([300, 517])
    let b: Tensor<Double> = testNumbers([517, 301], seed: 2)
    let expected = a.matmul(b).scalars
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    Parallel.threadCount = 2
    let inside = Parallel.mapRanges(of: 4, grain: 1) { _ in a.matmul(b).scalars }
    #expect(inside.allSatisfy { $0 == expected })
  }

  @Test func givenScratchMemoryIsUsed() {
    let (m, n, k) = (40, 30, 12_345)
    let a: Tensor<Float> = testNumbers([m, k])
    let b: Tensor<Float> = testNumbers([k, n], seed: 2)
    let count = MatrixProduct.scratchCount(rows: m, columns: n, depth: k)
    #expect(count > 0 && MatrixProduct.scratchCount(rows: 1_000, columns: n, depth: k) == 0)
    var scratch = [Float](repeating: .nan, count: count + 1)
    let product = Tensor<Float>(uninitialized: [m, n]) { c in
      a.withUnsafeMatrix { a in
        b.withUnsafeMatrix { b in
          scratch.withUnsafeMutableBufferPointer { scratch in
            MatrixProduct.multiply(
              a, b, into: UnsafeMutableMatrix(c.baseAddress!, rows: m, columns: n), scratch: scratch.baseAddress!)
          }
        }
      }
    }
    #expect(product.scalars == a.matmul(b).scalars)
    #expect(scratch[count].isNaN && !scratch[..<count].contains { $0.isNaN })
  }
}
