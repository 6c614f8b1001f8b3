import LinearAlgebra
import TestSupport
import Tensors
import Testing

@Suite struct SVDTests {
  @Test(arguments: matrixNames) func singularValuesAreNumPys(name: String) throws {
    let a = expected["\(name).a"].tensor()
    let scale = max(1, expected["\(name).s"].data[0])
    expectEqual(try svd(a).singularValues, "\(name).s", scale: scale)
    expectEqual(try singularValues(a), "\(name).s", scale: scale)
    expectEqual(
      try svd(expected["\(name).a"].tensor(Float.self)).singularValues, "\(name).s", tolerance: floatTolerance, scale: scale)
  }

  @Test(arguments: regularNames) func vectorsAreNumPysWithTheSignRule(name: String) throws {
    let found = try svd(expected["\(name).a"].tensor())
    expectEqual(found.u, "\(name).u")
    expectEqual(found.vTransposed, "\(name).vt")
    let single = try svd(expected["\(name).a"].tensor(Float.self))
    expectEqual(single.u, "\(name).u", tolerance: floatTolerance)
    expectEqual(single.vTransposed, "\(name).vt", tolerance: floatTolerance)
  }

  @Test(arguments: awkwardShapes, [false, true]) func factorsAreOrthonormalAndGiveTheMatrixBack(shape: (Int, Int), full: Bool) throws {
    let (m, n) = shape
    let a = matrix(m, n)
    let found = try svd(a, fullMatrices: full)
    let k = min(m, n)
    #expect(found.u.shape == [m, full ? m : k])
    #expect(found.singularValues.shape == [k])
    #expect(found.vTransposed.shape == [full ? n : k, n])
    let (uColumns, vRows) = (found.u.shape[1], found.vTransposed.shape[0])
    #expect(largestDifference(times(transposedView(found.u), found.u), identity(uColumns)) < doubleTolerance)
    #expect(largestDifference(times(found.vTransposed, transposedView(found.vTransposed)), identity(vRows)) < doubleTolerance)
    let back = times(times(found.u, diagonal(found.singularValues, uColumns, vRows)), found.vTransposed)
    #expect(largestDifference(back, a) < doubleTolerance)
    #expect(largestDifference(found.reconstructed(), a) < doubleTolerance)
    let s = found.singularValues.scalars
    #expect(zip(s, s.dropFirst()).allSatisfy { $0 >= $1 } && s.allSatisfy { $0 >= 0 })
    #expect(followsSignRule(found.vTransposed))
  }

  @Test func aViewGivesWhatItsCopyGives() throws {
    let view = transposedView(matrix(9, 14))
    let (ofView, ofCopy) = (try svd(view), try svd(view.copied()))
    #expect(ofView.u.scalars == ofCopy.u.scalars)
    #expect(ofView.vTransposed.scalars == ofCopy.vTransposed.scalars)
  }

  @Test func theInputIsNotTouched() throws {
    let a = matrix(5, 4)
    let before = a.scalars
    _ = try svd(a)
    #expect(a.scalars == before)
  }

  @Test func numbersThatAreNotFiniteAreNamed() {
    var a = matrix(5, 4)
    a.withUnsafeMutableBufferPointer { $0[11] = .infinity }
    #expect(throws: LinearAlgebraError.nonFinite(row: 2, column: 3)) { try svd(a) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 3, column: 2)) { try svd(transposedView(a)) }
    #expect("\(LinearAlgebraError.nonFinite(row: 2, column: 3))".contains("row 2, column 3"))
  }

  @Test(arguments: matrixNames) func pseudoInverseAndRankAreSciPys(name: String) throws {
    let a = expected["\(name).a"].tensor()
    let largest = expected["\(name).pinv"].data.map(abs).max()!
    expectEqual(try pseudoInverse(a), "\(name).pinv", tolerance: 1e-10, scale: max(1, largest))
    #expect(try matrixRank(a) == Int(expected["\(name).rank"].data[0]))
  }

  @Test func emptyMatricesHaveRankZero() throws {
    #expect(try matrixRank(matrix(0, 4)) == 0)
    #expect(try pseudoInverse(matrix(0, 4)).shape == [4, 0])
  }

  @Test func largeAndSmallNumbersStayInRange() throws {
    for scale in [1e300, 1e-300] {
      let a = Tensor(matrix(6, 3).scalars.map { $0 * scale }, shape: [6, 3])
      let s = try svd(a).singularValues.scalars.map { $0 / scale }
      #expect(relativeDifference(s, try svd(matrix(6, 3)).singularValues.scalars) < doubleTolerance)
    }
  }
}
