import LinearAlgebra
@testable import Tensors
import TestSupport
import Testing

/// What Double may differ from NumPy by, relative to max(1, |value|): some hundred units in the last place.
let doubleTolerance = 1e-12
/// The same for Float.
let floatTolerance = 2e-5

let expected = try! Fixture("linear_algebra")
let matrixNames = ["one", "tall", "wide", "square", "deficient", "scaled", "zero"]
/// Those whose singular vectors are determined by the matrix but for signs.
let regularNames = ["one", "tall", "wide", "square"]

extension Fixture.Array {
  func tensor<Scalar: FloatingScalar>(_ type: Scalar.Type = Double.self) -> Tensor<Scalar> {
    Tensor(data.map { Scalar($0) }, shape: Shape(shape))
  }
}

/// Whether shape and values are those of the fixture.
func expectEqual<Scalar: FloatingScalar>(
  _ found: Tensor<Scalar>, _ name: String, tolerance: Double = doubleTolerance, scale: Double = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let wanted = expected[name]
  #expect(found.shape.dimensions == wanted.shape, "\(name)", sourceLocation: sourceLocation)
  let difference = relativeDifference(found.scalars.map { Double($0) / scale }, wanted.data.map { $0 / scale })
  #expect(difference < tolerance, "\(name)", sourceLocation: sourceLocation)
}

/// Awkward extents: single, thin, empty, not multiples of any block.
let awkwardShapes = [(1, 1), (2, 1), (1, 2), (5, 5), (33, 7), (7, 33), (64, 64), (131, 40), (0, 3), (3, 0), (0, 0)]

/// Numbers in -1...1 that depend on the shape alone.
func matrix<Scalar: FloatingScalar>(_ m: Int, _ n: Int, _ type: Scalar.Type = Double.self) -> Tensor<Scalar> {
  var generator = RandomGenerator(seed: UInt64(1000 * m + n))
  return .uniform([m, n], in: -1..<1, using: &generator)
}

/// The matrix product, by its definition.
func times<Scalar: FloatingScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
  let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
  let (x, y) = (a.scalars, b.scalars)
  var result: [Scalar] = []
  for i in 0..<m {
    for j in 0..<n { result.append((0..<k).reduce(0) { $0 + x[i * k + $1] * y[$1 * n + j] }) }
  }
  return Tensor(result, shape: [m, n])
}

/// A view of the same memory with rows and columns exchanged.
func transposedView<Scalar: FloatingScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
  Tensor(storage: a.storage, layout: a.layout.transposed([1, 0]))
}

func identity<Scalar: FloatingScalar>(_ n: Int) -> Tensor<Scalar> {
  Tensor((0..<n * n).map { $0 % (n + 1) == 0 ? 1 : 0 }, shape: [n, n])
}

/// The matrix with `s` on its diagonal.
func diagonal<Scalar: FloatingScalar>(_ s: Tensor<Scalar>, _ m: Int, _ n: Int) -> Tensor<Scalar> {
  let values = s.scalars
  return Tensor((0..<m * n).map { $0 / n == $0 % n ? values[$0 / n] : 0 }, shape: [m, n])
}

func largestDifference<Scalar: FloatingScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Double {
  a.shape == b.shape ? relativeDifference(a.scalars, b.scalars) : .infinity
}

/// Whether in every row the entry of largest magnitude, the first of equals, is positive.
func followsSignRule<Scalar: FloatingScalar>(_ rows: Tensor<Scalar>) -> Bool {
  let (count, length) = (rows.shape[0], rows.shape[1])
  let x = rows.scalars
  return (0..<count).allSatisfy { row in
    let entries = x[row * length..<(row + 1) * length]
    let largest = entries.map(\.magnitude).max() ?? 0
    return (entries.first { $0.magnitude == largest } ?? 0) >= 0
  }
}
