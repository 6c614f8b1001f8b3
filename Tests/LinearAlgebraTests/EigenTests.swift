import LinearAlgebra
import TestSupport
import Tensors
import Testing

@Suite struct SymmetricEigenTests {
  @Test func valuesAndVectorsAreNumPysWithTheSignRule() throws {
    let a = expected["symmetric.a"].tensor()
    let found = try eigenSymmetric(a)
    expectEqual(found.values, "symmetric.values")
    expectEqual(found.vectorRows, "symmetric.rows")
    expectEqual(try eigenvaluesSymmetric(a), "symmetric.values")
    let single = try eigenSymmetric(expected["symmetric.a"].tensor(Float.self))
    expectEqual(single.vectorRows, "symmetric.rows", tolerance: 1e-4)
  }

  @Test(arguments: [1, 2, 5, 64, 131]) func vectorsAreOrthonormalAndDiagonalise(n: Int) throws {
    let a = symmetric(n)
    let found = try eigenSymmetric(a)
    #expect(largestDifference(times(found.vectorRows, found.vectors), identity(n)) < doubleTolerance)
    #expect(largestDifference(times(a, found.vectors), times(found.vectors, diagonal(found.values, n, n))) < 1e-11)
    #expect(found.values.scalars == found.values.scalars.sorted())
    #expect(followsSignRule(found.vectorRows))
  }

  @Test(arguments: [(1, 1), (5, 0), (5, 2), (64, 64), (131, 7)]) func theLargestAreTheLastOfAll(n: Int, count: Int) throws {
    let a = symmetric(n)
    let (all, some) = (try eigenSymmetric(a), try eigenSymmetric(a, largest: count))
    #expect(some.vectorRows.shape == [count, n])
    #expect(relativeDifference(some.values.scalars, all.values.scalars.suffix(count)) < doubleTolerance)
    #expect(relativeDifference(some.vectorRows.scalars, all.vectorRows.scalars.suffix(count * n)) < 1e-10)
  }

  /// Large enough for subspace iteration, once with eigenvalues that fall off and once without, where it gives up.
  @Test(arguments: [0.97, 1.0]) func aFewOfManyAreThoseOfTheWholeMatrix(decay: Double) throws {
    let n = 1100
    var generator = RandomGenerator(seed: 9)
    var scale = Tensor<Double>.zeros([n])
    scale.withUnsafeMutableBufferPointer { for i in 0..<n { $0[i] = i == 0 ? 1 : max($0[i - 1] * decay, 1e-3) } }
    let a = Tensor<Double>.normal([n, n], using: &generator) * scale
    var matrix = a.transposed.matmul(a)
    let count = 30
    let all = try eigenSymmetric(matrix)
    matrix.withUnsafeMutableBufferPointer { m in for i in 0..<n { for j in i + 1..<n { m[i * n + j] = .pi } } }
    let some = try eigenSymmetric(matrix, largest: count)
    #expect(largestDifference(some.values / Double(n), Tensor(all.values.scalars.suffix(count)) / Double(n)) < 1e-12)
    #expect(relativeDifference(some.vectorRows.scalars, all.vectorRows.scalars.suffix(count * n)) < 1e-9)
    #expect(followsSignRule(some.vectorRows))
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    var a = expected["symmetric.a"].tensor()
    a.withUnsafeMutableBufferPointer { a in for i in 0..<6 { for j in i + 1..<6 { a[i * 6 + j] = 1000 } } }
    expectEqual(try eigenSymmetric(a).values, "symmetric.values")
    #expect(relativeDifference(try eigenSymmetric(a, largest: 2).values.scalars, expected["symmetric.values"].data.suffix(2)) < 1e-12)
  }

  @Test func equalEigenvaluesStillHaveOrthonormalVectors() throws {
    for a in [Tensor<Double>.zeros([9, 9]), identity(9)] {
      let found = try eigenSymmetric(a, largest: 4)
      #expect(largestDifference(times(found.vectorRows, found.vectors), identity(4)) < doubleTolerance)
    }
  }

  private func symmetric(_ n: Int) -> Tensor<Double> {
    let a = matrix(n, n)
    return Tensor(zip(a.scalars, transposedView(a).scalars).map { $0 + $1 }, shape: [n, n])
  }
}

@Suite struct GeneralEigenTests {
  @Test(arguments: ["square", "rotation", "triangular"]) func valuesAndVectorsAreNumPysInOurOrder(name: String) throws {
    let found = try eigenGeneral(expected["eigen.\(name).a"].tensor())
    expectEqual(found.values.real, "eigen.\(name).real", tolerance: 1e-11)
    expectEqual(found.values.imaginary, "eigen.\(name).imaginary", tolerance: 1e-11)
    expectEqual(found.vectorRows.real, "eigen.\(name).rows.real", tolerance: 1e-10)
    expectEqual(found.vectorRows.imaginary, "eigen.\(name).rows.imaginary", tolerance: 1e-10)
  }

  @Test(arguments: [1, 2, 5, 33, 64]) func vectorsSatisfyTheirEquation(n: Int) throws {
    let a = matrix(n, n)
    let found = try eigenGeneral(a)
    let (re, im) = (found.vectors.real, found.vectors.imaginary)
    let (real, imaginary) = (diagonal(found.values.real, n, n), diagonal(found.values.imaginary, n, n))
    let left = (times(a, re), times(a, im))
    let right = (
      zip(times(re, real).scalars, times(im, imaginary).scalars).map { $0 - $1 },
      zip(times(re, imaginary).scalars, times(im, real).scalars).map { $0 + $1 }
    )
    #expect(relativeDifference(left.0.scalars, right.0) < 1e-11)
    #expect(relativeDifference(left.1.scalars, right.1) < 1e-11)
    let lengths = (0..<n).map { row in
      (0..<n).reduce(0.0) { sum, j in
        let (x, y) = (found.vectorRows.real.scalars[row * n + j], found.vectorRows.imaginary.scalars[row * n + j])
        return sum + x * x + y * y
      }
    }
    #expect(relativeDifference(lengths, [Double](repeating: 1, count: n)) < 1e-12)
  }

  @Test func anEmptyMatrixHasNoEigenvalues() throws {
    #expect(try eigenGeneral(matrix(0, 0)).values.real.shape == [0])
  }
}
