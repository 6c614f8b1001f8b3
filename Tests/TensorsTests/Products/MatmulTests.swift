import TestSupport
import Testing

@testable import Tensors

/// Numbers in [-1, 1) that any test can make again.
func testNumbers<S: FloatingScalar>(_ shape: Shape, seed: UInt64 = 1, of type: S.Type = S.self) -> Tensor<S> {
  var generator = RandomGenerator(seed: seed)
  return .uniform(shape, in: -1..<1, using: &generator)
}

extension Tensor {
  /// The same memory with the last two axes exchanged.
  var swappedForTest: Tensor {
    var axes = Array(0..<rank)
    axes.swapAt(rank - 1, rank - 2)
    return Tensor(storage: storage, layout: layout.transposed(axes))
  }

  /// The same elements in memory where neither axis of the matrix has unit stride.
  var spreadForTest: Tensor {
    let spread = Storage<Scalar>(repeating: .zero, count: count * 2 + 3)
    let strides = shape.contiguousStrides.map { $0 * 2 }
    for (index, scalar) in scalars.enumerated() { spread.pointer[3 + 2 * index] = scalar }
    return Tensor(storage: spread, layout: Layout(shape: shape, strides: strides, offset: 3))
  }
}

@Suite(.serialized) struct MatmulTests {
  /// Sizes around the cuts: one piece, several tiles, a cut inner dimension, edges that are not multiples of anything.
  static let sizes = [
    (1, 1, 1), (3, 5, 7), (1, 40, 30), (40, 1, 30), (1, 1, 3_000), (17, 33, 65), (128, 130, 129), (200, 331, 97), (7, 5, 9_001),
    (40, 30, 12_345), (1_030, 3, 700), (3, 900, 800), (257, 255, 256),
  ]

  @Test(arguments: sizes) func equalsDefinition(m: Int, n: Int, k: Int) {
    check(m, n, k, of: Float.self, tolerance: 1e-6 * Double(k).squareRoot())
    check(m, n, k, of: Double.self, tolerance: 4e-15 * Double(k).squareRoot())
  }

  private func check<S: FloatingScalar>(_ m: Int, _ n: Int, _ k: Int, of: S.Type, tolerance: Double) {
    let a: Tensor<S> = testNumbers([m, k], seed: 1)
    let b: Tensor<S> = testNumbers([k, n], seed: 2)
    let expected = Reference.matmul(a.scalars.map(Double.init), b.scalars.map(Double.init), m: m, n: n, k: k)
    // The same values from every kind of memory that an operand can stand in.
    let lefts = [a, testTransposed(a), a.spreadForTest]
    let rights = [b, testTransposed(b), b.spreadForTest]
    for left in lefts {
      for right in rights { #expect(relativeDifference(left.matmul(right).scalars, expected) < tolerance) }
    }
    var c: Tensor<S> = testNumbers([m, n], seed: 3)
    let before = c.scalars.map(Double.init)
    a.matmul(b, into: &c, alpha: 2, beta: 0.5)
    #expect(relativeDifference(c.scalars, zip(expected, before).map { 2 * $0 + 0.5 * $1 }) < 2 * tolerance)
  }

  /// The same matrix, stored as its transpose.
  private func testTransposed<S>(_ a: Tensor<S>) -> Tensor<S> { a.swappedForTest.copied().swappedForTest }

  @Test(arguments: [(2, 130, 70, 96), (9, 20, 30, 40), (1, 300, 300, 300)])
  func batchesBroadcast(batch: Int, m: Int, n: Int, k: Int) {
    let a: Tensor<Double> = testNumbers([3, 1, m, k], seed: 1)
    let b: Tensor<Double> = testNumbers([batch, k, n], seed: 2)
    let product = a.matmul(b)
    #expect(product.shape == [3, batch, m, n])
    for (left, right) in [(a, b), (a.spreadForTest, b), (a, b.spreadForTest)] {
      #expect(relativeDifference(left.matmul(right).scalars, product.scalars) < 1e-13)
    }
    let (left, right) = (a.scalars, b.scalars)
    for i in 0..<3 {
      for j in 0..<batch {
        let expected = Reference.matmul(
          Array(left[(i * m * k)..<((i + 1) * m * k)]), Array(right[(j * k * n)..<((j + 1) * k * n)]), m: m, n: n, k: k)
        let start = (i * batch + j) * m * n
        #expect(relativeDifference(product.scalars[start..<(start + m * n)], expected) < 1e-13)
      }
    }
  }

  @Test func shapesFollowNumPy() {
    func shape(_ a: Shape, _ b: Shape) -> Shape { Tensor<Float>.zeros(a).matmul(.zeros(b)).shape }
    #expect(shape([4], [4]) == [])
    #expect(shape([4], [4, 3]) == [3])
    #expect(shape([2, 4], [4]) == [2])
    #expect(shape([5, 2, 4], [4]) == [5, 2])
    #expect(shape([4], [6, 4, 3]) == [6, 3])
    #expect(shape([5, 2, 4], [4, 3]) == [5, 2, 3])
    #expect(shape([7, 1, 2, 4], [5, 4, 3]) == [7, 5, 2, 3])
    #expect(shape([2, 0], [0, 3]) == [2, 3])
    #expect(shape([0, 4], [4, 3]) == [0, 3])
    #expect(Tensor<Float>.zeros([2, 0]).matmul(.zeros([0, 3])).scalars == [Float](repeating: 0, count: 6))
  }

  @Test func batchOfOneMatrixIsFolded() {
    let a: Tensor<Double> = testNumbers([6, 5, 4])
    let b: Tensor<Double> = testNumbers([4, 3], seed: 2)
    let expected = Reference.matmul(a.scalars, b.scalars, m: 30, n: 3, k: 4)
    #expect(relativeDifference(a.matmul(b).scalars, expected) < 1e-14)
    #expect(relativeDifference(a.spreadForTest.matmul(b.spreadForTest).scalars, expected) < 1e-14)
  }

  @Test func theResultMayBeAnOperand() {
    let a: Tensor<Double> = testNumbers([5, 5])
    let b: Tensor<Double> = testNumbers([5, 5], seed: 2)
    let expected = a.matmul(b)
    var c = b
    a.matmul(c, into: &c)
    #expect(c.scalars == expected.scalars)
  }

  @Test(arguments: [(1_000, 13), (70, 70), (5_000, 96), (3, 200), (0, 4), (40_001, 33)])
  func gramEqualsProduct(n: Int, d: Int) {
    let a: Tensor<Double> = testNumbers([n, d])
    let transposed = a.swappedForTest.copied().scalars
    let expected = Reference.matmul(transposed, a.scalars, m: d, n: d, k: n)
    for operand in [a, a.swappedForTest.copied().swappedForTest, a.spreadForTest] {
      let gram = operand.gram()
      #expect(relativeDifference(gram.scalars, expected) < 1e-12)
      #expect(gram.scalars == gram.swappedForTest.scalars)
    }
  }

  @Test func dotAndOuter() {
    let a: Tensor<Double> = testNumbers([200_001], seed: 1)
    let b: Tensor<Double> = testNumbers([200_001], seed: 2)
    #expect(abs(a.dot(b) - zip(a.scalars, b.scalars).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
    let reversed = Tensor(
      storage: a.storage, layout: Layout(shape: [200_001], strides: [-1], offset: 200_000))
    #expect(abs(reversed.dot(b) - zip(a.scalars.reversed(), b.scalars).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
    #expect(Tensor<Float>.zeros([0]).dot(.zeros([0])) == 0)
    #expect(Tensor<Float>([1, 2]).outer(Tensor<Float>([3, 4, 5])).scalars == [3, 4, 5, 6, 8, 10])
  }

  @Test func nothingDependsOnThreads() {
    let a: Tensor<Float> = testNumbers([700, 500], seed: 1)
    let b: Tensor<Float> = testNumbers([500, 900], seed: 2)
    let long: Tensor<Float> = testNumbers([30, 40_000], seed: 3)
    let runs = resultsWithThreads {
      [
        a.matmul(b), long.matmul(long.swappedForTest), long.swappedForTest.gram(), b.gram(),
        testNumbers([40, 60, 70]).matmul(testNumbers([40, 70, 50])), a.matmul(testNumbers([500])),
        Tensor([testNumbers([300_000], of: Float.self).dot(testNumbers([300_000], seed: 9))]),
      ].map(\.scalars)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
