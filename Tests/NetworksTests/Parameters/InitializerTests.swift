import Networks
import TestSupport
import Tensors
import Testing

/// Moments are judged within five standard errors of what the rule says, for a fixed seed.
@Suite struct InitializerTests {
  private func filled(_ initializer: Initializer, _ shape: Shape, seed: UInt64 = 7) throws -> Tensor<Double> {
    var graph = Graph()
    _ = try graph.addParameter("w", Parameter(shape: shape, initializer: initializer))
    return try Parameters<Double>(of: graph, seed: seed).value("w")
  }

  private func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  private func expectUniform(_ x: [Double], within bound: Double, _ place: SourceLocation = #_sourceLocation) {
    let count = Double(x.count)
    #expect(x.allSatisfy { -bound <= $0 && $0 < bound }, sourceLocation: place)
    // Some element comes within a hundredth of each end: the bounds are no wider than that.
    #expect(x.max()! > 0.98 * bound && x.min()! < -0.98 * bound, sourceLocation: place)
    #expect(abs(mean(x)) < 5 * bound / (3 * count).squareRoot(), sourceLocation: place)
    let square = mean(x.map { $0 * $0 })
    // The variance of x^2 is 4/45 bound^4.
    #expect(abs(square - bound * bound / 3) < 5 * bound * bound * (4 / (45 * count)).squareRoot(), sourceLocation: place)
  }

  private func expectNormal(_ x: [Double], mean center: Double, deviation: Double, _ place: SourceLocation = #_sourceLocation) {
    let count = Double(x.count)
    let scaled = x.map { ($0 - center) / deviation }
    #expect(abs(mean(scaled)) < 5 / count.squareRoot(), sourceLocation: place)
    #expect(abs(mean(scaled.map { $0 * $0 }) - 1) < 5 * (2 / count).squareRoot(), sourceLocation: place)
    #expect(abs(mean(scaled.map { $0 * $0 * $0 * $0 }) - 3) < 5 * (96 / count).squareRoot(), sourceLocation: place)
  }

  /// A matrix [40, 60], and filters [20, 6, 3, 5] with fan-in 90 and fan-out 300.
  static let shapes: [(shape: Shape, fanIn: Double, fanOut: Double)] = [([40, 60], 60, 40), ([20, 6, 3, 5], 90, 300)]

  @Test(arguments: shapes.indices)
  func boundsAndDeviationsFollowTheFans(index: Int) throws {
    let (shape, fanIn, fanOut) = Self.shapes[index]
    expectUniform(try filled(.xavierUniform(), shape).scalars, within: (6 / (fanIn + fanOut)).squareRoot())
    expectUniform(try filled(.xavierUniform(gain: 3), shape).scalars, within: 3 * (6 / (fanIn + fanOut)).squareRoot())
    expectNormal(try filled(.xavierNormal(), shape).scalars, mean: 0, deviation: (2 / (fanIn + fanOut)).squareRoot())
    expectUniform(try filled(.kaimingUniform(), shape).scalars, within: (6 / fanIn).squareRoot())
    expectNormal(try filled(.kaimingNormal(), shape).scalars, mean: 0, deviation: (2 / fanIn).squareRoot())
    expectNormal(try filled(.kaimingNormal(gain: 1), shape).scalars, mean: 0, deviation: 1 / fanIn.squareRoot())
    expectUniform(try filled(.uniformByFanIn(Int(fanIn)), shape).scalars, within: 1 / fanIn.squareRoot())
  }

  @Test func plainOnes() throws {
    #expect(Set(try filled(.constant(0.25), [3, 4]).scalars) == [0.25])
    let uniform = try filled(.uniform(lower: 2, upper: 6), [2000]).scalars
    expectUniform(uniform.map { $0 - 4 }, within: 2)
    expectNormal(try filled(.normal(mean: -3, deviation: 0.5), [2000]).scalars, mean: -3, deviation: 0.5)
  }

  @Test(arguments: [[6, 6], [4, 9], [9, 4], [5, 3, 2, 2], [7, 1]] as [Shape])
  func orthogonalOnesAreOrthonormal(shape: Shape) throws {
    let gain = 1.7
    let rows = shape[0]
    let columns = shape.elementCount / rows
    let w = try filled(.orthogonal(gain: gain), shape).scalars
    let (count, length) = (Swift.min(rows, columns), Swift.max(rows, columns))
    func entry(_ vector: Int, _ place: Int) -> Double {
      rows <= columns ? w[vector * columns + place] : w[place * columns + vector]
    }
    for first in 0..<count {
      for second in 0..<count {
        let dot = (0..<length).reduce(0) { $0 + entry(first, $1) * entry(second, $1) }
        #expect(abs(dot - (first == second ? gain * gain : 0)) < 1e-13)
      }
    }
  }

  @Test func layersBeginAsInPyTorch() throws {
    let linear = try Network<Double>(Linear(64, 50), inputShape: [64])
    expectUniform(try linear.parameters.value("weight").scalars, within: 1.0 / 8)
    #expect(try linear.parameters.value("bias").scalars.allSatisfy { abs($0) <= 1.0 / 8 })
    let embedding = try Network<Double>(Embedding(60, 40), inputShape: [3])
    expectNormal(try embedding.parameters.value("weight").scalars, mean: 0, deviation: 1)
    let attention = try Network<Double>(MultiheadAttention(32, heads: 4), inputShape: [5, 32])
    expectUniform(try attention.parameters.value("in_proj_weight").scalars, within: (6.0 / 128).squareRoot())
    expectUniform(try attention.parameters.value("out_proj.weight").scalars, within: 1 / 32.0.squareRoot())
    #expect(Set(try attention.parameters.value("in_proj_bias").scalars + attention.parameters.value("out_proj.bias").scalars) == [0])
  }

  /// Each parameter has random numbers of its own, which the others do not change.
  @Test func seedsAndNeighbours() throws {
    let small = try Network<Float>(Sequential(Linear(5, 4)), inputShape: [5], seed: 3)
    let large = try Network<Float>(Sequential(Linear(5, 4), ReLU(), Linear(4, 4)), inputShape: [5], seed: 3)
    #expect(try small.parameters.value("0.weight").scalars == large.parameters.value("0.weight").scalars)
    let other = try Network<Float>(Sequential(Linear(5, 4)), inputShape: [5], seed: 4)
    #expect(try small.parameters.value("0.weight").scalars != other.parameters.value("0.weight").scalars)
  }

  @Test(arguments: [
    ("zeros", Initializer.constant(0)), ("ones", .constant(1)), ("constant:-0.5", .constant(-0.5)), ("uniform", .uniform(lower: 0, upper: 1)),
    ("uniform:-1:2", .uniform(lower: -1, upper: 2)), ("normal:0:1e-2", .normal(mean: 0, deviation: 0.01)),
    ("xavier-uniform", .xavierUniform(gain: 1)), ("xavier-normal:2", .xavierNormal(gain: 2)),
    ("kaiming-uniform", .kaimingUniform(gain: 2.0.squareRoot())), ("kaiming-normal:1", .kaimingNormal(gain: 1)),
    ("orthogonal", .orthogonal(gain: 1)),
  ])
  func namesAreUnderstood(text: String, initializer: Initializer) throws {
    #expect(try Initializer(named: text) == initializer)
  }

  @Test(arguments: ["", "xavier", "constant", "constant:", "constant:nan", "uniform:1", "uniform:2:1", "normal:0:-1", "ones:2", "orthogonal:1:2"])
  func othersAreRefused(text: String) {
    #expect {
      try Initializer(named: text)
    } throws: {
      let message = "\($0)"
      return message.contains("no initialiser is called \(text);") && message.contains("xavier-uniform[:GAIN]")
    }
  }
}
