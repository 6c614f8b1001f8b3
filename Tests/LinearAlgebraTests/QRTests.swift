import LinearAlgebra
import TestSupport
import Tensors
import Testing

@Suite struct QRTests {
  @Test(arguments: ["one", "tall", "wide", "square"]) func factorsAreNumPysWithPositiveDiagonal(name: String) throws {
    let found = try qr(expected["\(name).a"].tensor())
    expectEqual(found.q, "\(name).q")
    expectEqual(found.r, "\(name).r")
    let single = try qr(expected["\(name).a"].tensor(Float.self))
    expectEqual(single.q, "\(name).q", tolerance: floatTolerance)
    expectEqual(single.r, "\(name).r", tolerance: floatTolerance)
  }

  @Test(arguments: awkwardShapes, [false, true]) func factorsAreOrthonormalAndGiveTheMatrixBack(shape: (Int, Int), complete: Bool) throws {
    let (m, n) = shape
    let a = matrix(m, n)
    let found = try qr(a, mode: complete ? .complete : .reduced)
    let width = complete ? m : min(m, n)
    #expect(found.q.shape == [m, width])
    #expect(found.r.shape == [width, n])
    #expect(largestDifference(times(transposedView(found.q), found.q), identity(width)) < doubleTolerance)
    #expect(largestDifference(times(found.q, found.r), a) < doubleTolerance)
    let r = found.r.scalars
    for i in 0..<width { for j in 0..<min(i, n) { #expect(r[i * n + j] == 0) } }
    for i in 0..<min(m, n) { #expect(r[i * n + i] >= 0) }
  }

  @Test func aRankDeficientMatrixHasAFactorisation() throws {
    let a = expected["deficient.a"].tensor()
    let found = try qr(a)
    #expect(largestDifference(times(found.q, found.r), a) < doubleTolerance)
  }

  @Test(arguments: [(1, 1), (3, 5), (700, 3), (5000, 7), (2048, 200)]) func theTriangleAloneIsThatOfTheWhole(shape: (Int, Int)) throws {
    let a = matrix(shape.0, shape.1)
    #expect(largestDifference(try qrTriangle(a), try qr(a).r) < 1e-11)
  }

  @Test func numbersThatAreNotFiniteAreNamed() {
    var a = matrix(5, 4)
    a.withUnsafeMutableBufferPointer { $0[4] = .nan }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) { try qr(a) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) { try qrTriangle(a) }
  }
}

@Suite(.serialized) struct ThreadIndependence {
  @Test func resultsDoNotDependOnThreads() throws {
    let a = matrix(3000, 30)
    let triangles = try resultsWithThreads { try qrTriangle(a).scalars }
    #expect(triangles.allSatisfy { $0 == triangles[0] })
    let random = try resultsWithThreads { try randomizedSVD(a, rank: 4).vTransposed.scalars }
    #expect(random.allSatisfy { $0 == random[0] })
  }
}
