import LinearAlgebra
import TestSupport
import Tensors
import Testing

@Suite struct CholeskyTests {
  @Test func theFactorIsNumPys() throws {
    expectEqual(try cholesky(expected["definite.a"].tensor()).l, "definite.l")
    expectEqual(try cholesky(expected["definite.a"].tensor(Float.self)).l, "definite.l", tolerance: floatTolerance)
  }

  @Test(arguments: [1, 2, 5, 33, 64]) func theFactorGivesTheMatrixBackAndSolves(n: Int) throws {
    let b = matrix(n, n)
    var a = times(b, transposedView(b))
    a.withUnsafeMutableBufferPointer { for i in 0..<n { $0[i * (n + 1)] += 1 } }
    let factor = try cholesky(a)
    #expect(largestDifference(times(factor.l, transposedView(factor.l)), a) < doubleTolerance)
    let right = matrix(n, 3)
    #expect(largestDifference(times(a, factor.solve(right)), right) < 1e-11)
    let vector = Tensor(right.scalars.prefix(n))
    #expect(factor.solve(vector).shape == [n])
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    var a = expected["definite.a"].tensor()
    a.withUnsafeMutableBufferPointer { a in for i in 0..<6 { for j in i + 1..<6 { a[i * 6 + j] = 1000 } } }
    expectEqual(try cholesky(a).l, "definite.l")
  }

  @Test func anIndefiniteMatrixIsRefused() {
    let a = Tensor<Double>([1, 2, 2, 1], shape: [2, 2])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) { try cholesky(a) }
  }

  @Test func anEmptyMatrixHasAnEmptyFactor() throws {
    #expect(try cholesky(matrix(0, 0)).l.shape == [0, 0])
  }
}

@Suite struct LUTests {
  // Past the rank of a deficient matrix the pivots are the rounding errors', which differ by machine:
  // the next test judges it by its product.
  @Test(arguments: matrixNames.filter { $0 != "deficient" }) func factorsAreSciPys(name: String) throws {
    let found = try lu(expected["\(name).a"].tensor())
    expectEqual(found.permutation, "\(name).p")
    expectEqual(found.l, "\(name).l")
    expectEqual(found.u, "\(name).upper", scale: max(1, expected["\(name).s"].data[0]))
  }

  @Test func factorsOfADeficientMatrixGiveItBack() throws {
    let a = expected["deficient.a"].tensor()
    let found = try lu(a)
    #expect(largestDifference(times(found.permutation, times(found.l, found.u)), a) < doubleTolerance)
    // [2, 5] above the rank, nothing but rounding below.
    #expect(found.u.scalars.dropFirst(2 * 5).allSatisfy { abs($0) < 1e-12 })
  }

  @Test(arguments: awkwardShapes) func factorsGiveTheMatrixBack(shape: (Int, Int)) throws {
    let a = matrix(shape.0, shape.1)
    let found = try lu(a)
    #expect(largestDifference(times(found.permutation, times(found.l, found.u)), a) < doubleTolerance)
  }

  @Test func solutionsInverseAndDeterminantAreNumPys() throws {
    let a = expected["square.a"].tensor()
    expectEqual(try solve(a, Tensor([0, 1, 2, 3, 4, 5])), "square.solution", tolerance: 1e-11)
    expectEqual(try inverse(a), "square.inverse", tolerance: 1e-11)
    #expect(relativeDifference([try determinant(a)], expected["square.det"].data) < doubleTolerance)
    let logarithm = try signLogDeterminant(a)
    #expect(relativeDifference([logarithm.sign, logarithm.logMagnitude], expected["square.slogdet"].data) < doubleTolerance)
    let single = expected["square.a"].tensor(Float.self)
    expectEqual(try inverse(single), "square.inverse", tolerance: 1e-4)
  }

  @Test(arguments: [1, 2, 7, 40]) func solvingSeveralRightSidesSolvesEach(n: Int) throws {
    let (a, b) = (matrix(n, n), matrix(n, 5))
    #expect(largestDifference(times(a, try solve(a, b)), b) < 1e-10)
    #expect(largestDifference(try solve(transposedView(a), b), try solve(transposedView(a).copied(), b)) == 0)
    #expect(largestDifference(times(a, try inverse(a)), identity(n)) < 1e-10)
  }

  @Test func aSingularMatrixIsRefusedWhereItMatters() throws {
    let a = Tensor<Double>([1, 2, 2, 4], shape: [2, 2])
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try solve(a, Tensor([1, 1])) }
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try inverse(a) }
    #expect(try determinant(a) == 0)
    let logarithm = try signLogDeterminant(a)
    #expect(logarithm.sign == 0 && logarithm.logMagnitude == -.infinity)
    #expect(try lu(a).u.scalars[3] == 0)
  }

  @Test func emptyMatricesHaveTheEmptyProduct() throws {
    #expect(try determinant(matrix(0, 0)) == 1)
    #expect(try inverse(matrix(0, 0)).shape == [0, 0])
    #expect(try solve(matrix(0, 0), matrix(0, 2)).shape == [0, 2])
  }

  @Test func aDeterminantOutOfRangeHasALogarithm() throws {
    let n = 400
    let a = Tensor<Double>((0..<n * n).map { $0 % (n + 1) == 0 ? 0.01 : 0 }, shape: [n, n])
    #expect(try determinant(a) == 0)
    #expect(abs(try signLogDeterminant(a).logMagnitude - Double(n) * -4.605170185988091) < 1e-9)
  }
}

@Suite struct LeastSquaresTests {
  @Test(arguments: ["one", "tall", "wide", "square", "deficient", "zero"]) func solutionsAreNumPys(name: String) throws {
    let found = try leastSquares(expected["\(name).a"].tensor(), expected["\(name).b"].tensor())
    expectEqual(found.solution, "\(name).x", tolerance: 1e-10)
    expectEqual(found.residuals, "\(name).residuals", tolerance: 1e-11)
    expectEqual(found.singularValues, "\(name).s")
    #expect(found.rank == Int(expected["\(name).rank"].data[0]))
  }

  @Test func aVectorGivesAVector() throws {
    let a = expected["tall.a"].tensor()
    let b = expected["tall.b"].tensor().scalars
    let found = try leastSquares(a, Tensor((0..<9).map { b[$0 * 3] }))
    #expect(found.solution.shape == [4])
    let wanted = (0..<4).map { expected["tall.x"].data[$0 * 3] }
    #expect(relativeDifference(found.solution.scalars, wanted) < 1e-11)
  }

  @Test func nothingToFitIsFittedByZeros() throws {
    #expect(try leastSquares(matrix(0, 3), matrix(0, 2)).solution.scalars == [0, 0, 0, 0, 0, 0])
  }
}
