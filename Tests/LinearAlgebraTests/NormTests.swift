import LinearAlgebra
import TestSupport
import Tensors
import Testing

@Suite struct NormTests {
  @Test(arguments: matrixNames, MatrixNorm.allCases) func matrixNormsAreNumPys(name: String, kind: MatrixNorm) throws {
    let found = try norm(expected["\(name).a"].tensor(), kind)
    let wanted = expected["\(name).norm.\(kind)"].data[0]
    #expect(abs(found - wanted) <= 1e-13 * wanted)
    let single = try norm(expected["\(name).a"].tensor(Float.self), kind)
    #expect(abs(Double(single) - wanted) <= 1e-5 * wanted)
  }

  @Test func vectorNormsAreNumPys() {
    let x = expected["vector"].tensor()
    let found = [1, 2, 3, Double.infinity].map { norm(x, order: $0) }
    #expect(relativeDifference(found, expected["vector.norms"].data) < 1e-14)
    #expect(norm(x) == norm(x, order: 2))
  }

  @Test(arguments: [1e-300, 1e-200, 1, 1e200]) func squaresStayInRange(scale: Double) {
    #expect(abs(norm(Tensor<Double>([3 * scale, -4 * scale])) / (5 * scale) - 1) < 1e-14)
  }

  @Test func numbersWithoutFullPrecisionHaveANorm() {
    let least = Double.leastNonzeroMagnitude
    #expect(norm(Tensor<Double>([300 * least, -400 * least])) == 500 * least)
  }

  @Test func numbersThatAreNotFiniteCarryOver() throws {
    #expect(norm(Tensor<Double>([1, .nan])).isNaN)
    #expect(norm(Tensor<Double>([1, -.infinity])) == .infinity)
    #expect(try norm(Tensor<Float>([1, .nan, 1, 1], shape: [2, 2]), .one).isNaN)
    #expect(norm(Tensor<Double>.zeros([0])) == 0)
  }

  @Test func conditionNumbersAreNumPys() throws {
    let a = expected["square.a"].tensor()
    let kinds: [MatrixNorm] = [.frobenius, .one, .infinity, .two, .nuclear]
    #expect(relativeDifference(try kinds.map { try conditionNumber(a, $0) }, expected["square.cond"].data) < 1e-11)
    let singular = Tensor<Double>([1, 2, 2, 4], shape: [2, 2])
    #expect(try conditionNumber(singular, .one) == .infinity)
    #expect(try conditionNumber(singular) > 1e15)
  }
}

@Suite struct RandomizedSVDTests {
  /// A matrix [m, n] whose singular values are 1, 1/2, 1/4, ... but for rounding.
  private func decaying(_ m: Int, _ n: Int) throws -> Tensor<Double> {
    let (u, v) = (try qr(matrix(m, min(m, n))).q, try qr(matrix(n, min(m, n))).q)
    let s = Tensor((0..<min(m, n)).map { 1 / Double(1 << min($0, 40)) })
    return times(times(u, diagonal(s, s.count, s.count)), transposedView(v))
  }

  @Test(arguments: [(200, 40), (40, 200), (12, 12)]) func itFindsWhatTheExactOneFinds(shape: (Int, Int)) throws {
    let a = try decaying(shape.0, shape.1)
    let (exact, found) = (try svd(a), try randomizedSVD(a, rank: 6))
    #expect(found.u.shape == [shape.0, 6] && found.vTransposed.shape == [6, shape.1])
    #expect(relativeDifference(found.singularValues.scalars, exact.singularValues.scalars.prefix(6)) < 1e-12)
    #expect(relativeDifference(found.vTransposed.scalars, exact.vTransposed.scalars.prefix(6 * shape.1)) < 1e-8)
    #expect(largestDifference(found.reconstructed(), exact.reconstructed(rank: 6)) < 1e-8)
    #expect(followsSignRule(found.vTransposed))
  }

  @Test func theSeedDecides() throws {
    let a = matrix(60, 30)
    let options = RandomizedSVDOptions(oversampling: 2, powerIterations: 1)
    let one = try randomizedSVD(a, rank: 5, options: options, seed: 1).vTransposed.scalars
    #expect(try randomizedSVD(a, rank: 5, options: options, seed: 1).vTransposed.scalars == one)
    #expect(try randomizedSVD(a, rank: 5, options: options, seed: 2).vTransposed.scalars != one)
  }

  @Test func zerosAndNoRankAtAllAreFine() throws {
    #expect(try randomizedSVD(Tensor<Float>.zeros([20, 9]), rank: 3).singularValues.scalars == [0, 0, 0])
    #expect(try randomizedSVD(matrix(20, 9), rank: 0).u.shape == [20, 0])
  }
}
