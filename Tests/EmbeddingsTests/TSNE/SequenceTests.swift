import Foundation
import Tensors
import TestSupport
import Testing

@testable import Embeddings

@Suite("maps that follow each other", .serialized) struct SequenceTests {
  /// Clusters, of which one wanders off. Shape [count, 6] at each of four moments.
  private static func points(_ moment: Int) -> Tensor<Float> {
    var points = TSNESamples.clusters(300, dimensions: 6)
    points.withUnsafeMutableBufferPointer { values in
      for row in stride(from: 0, to: 300, by: 3) { values[row * 6] += Float(moment) * 2 }
    }
    return points
  }

  private func maps(_ tie: Float, method: GradientMethod = .automatic) throws -> [TSNEResult] {
    var tsne = TSNE()
    (tsne.perplexity, tsne.gradient) = (15, method)
    var continuity = TSNE.Continuity()
    (continuity.tie, continuity.iterations) = (tie, 120)
    var results: [TSNEResult] = []
    try tsne.fit(sequenceOf: 4, continuity: continuity, data: Self.points) { results.append($1) }
    return results
  }

  /// How far points go from map to map, on average.
  private func motion(_ results: [TSNEResult]) -> Double {
    var (sum, count) = (0.0, 0)
    for (before, after) in zip(results, results.dropFirst()) {
      let change = (after.embedding - before.embedding).scalars
      for place in stride(from: 0, to: change.count, by: 2) {
        let (x, y) = (Double(change[place]), Double(change[place + 1]))
        sum += (x * x + y * y).squareRoot()
        count += 1
      }
    }
    return sum / Double(count)
  }

  @Test("the firmer the tie, the less points move, and the less true the map is")
  func firmer() throws {
    let results = try [0, 0.1, 1, 10, 1000].map { try maps($0) }
    let motions = results.map(motion)
    #expect(zip(motions, motions.dropFirst()).allSatisfy { $0 > $1 }, "\(motions)")
    #expect(motions[4] < motions[0] / 50)
    // However firm, nothing oscillates: the last map lies where the first one did.
    #expect(results.allSatisfy { $0.allSatisfy { $0.embedding.scalars.allSatisfy(\.isFinite) && $0.klDivergence.isFinite } })
    let divergences = results.map { $0[3].klDivergence }
    #expect(divergences[0] < divergences[4] && divergences[1] < divergences[4], "\(divergences)")
    // What is told is the divergence alone.
    for result in results.flatMap({ $0 }) {
      #expect(abs(result.klDivergence - TSNE.exactKL(affinities: result.affinities, embedding: result.embedding)) < 0.02)
    }
  }

  @Test("a tie of 0 is a plain map that starts at the one before")
  func untied() throws {
    let results = try maps(0)
    var plain = TSNE()
    plain.perplexity = 15
    #expect(try plain.fit(Self.points(0)).embedding == results[0].embedding)
    plain.initialization = .given(results[0].embedding)
    (plain.earlyIterations, plain.iterations) = (0, 120)
    #expect(try plain.fit(Self.points(1)).embedding == results[1].embedding)
    #expect(throws: TSNEError.self) { try maps(-1) }
    #expect(throws: TSNEError.self) { try maps(.nan) }
  }

  @Test("the same bytes with 1, 2 and 4 threads", arguments: [GradientMethod.exact, .barnesHut, .interpolated])
  func threads(method: GradientMethod) throws {
    let all = try resultsWithThreads { try maps(0.5, method: method).map { $0.embedding.scalars.map(\.bitPattern) } }
    #expect(all[0] == all[1] && all[0] == all[2])
  }

  /// λ / (2n) Σ |y - place|², beside the divergence, of which the forces are a quarter.
  @Test("the term's forces are a quarter of its derivative", arguments: [2, 3], [Float(1), 4])
  func derivative(dimensions: Int, exaggeration: Float) {
    let (count, strength) = (37, Float(0.7))
    let places = Tensor<Float>(TSNESamples.normal(count, dimensions: dimensions, seed: 3), shape: [count, dimensions])
    let values = TSNESamples.normal(count, dimensions: dimensions, deviation: 3)
    var generator = RandomGenerator(seed: 5)
    let permutation = generator.permutation(count)
    let order = AlignedBuffer(permutation.map(Int32.init))
    let points = AlignedBuffer<Float>(repeating: 0, count: count * dimensions)
    points.pointer.update(from: values, count: count * dimensions)
    let forces = AlignedBuffer<Float>(repeating: 2, count: count * dimensions)
    Tie(places: places, strength: strength).add(to: forces, at: points, order: order, exaggeration: exaggeration)

    func term(_ points: [Double]) -> Double {
      var sum = 0.0
      for place in 0..<count {
        for d in 0..<dimensions {
          let distance = points[place * dimensions + d] - Double(places.scalars[permutation[place] * dimensions + d])
          sum += distance * distance
        }
      }
      return Double(strength) / (2 * Double(count)) * sum
    }
    var at = values.map(Double.init)
    let numeric = at.indices.map { index -> Double in
      let here = at[index]
      defer { at[index] = here }
      at[index] = here + 1e-3
      let above = term(at)
      at[index] = here - 1e-3
      return (above - term(at)) / 2e-3
    }
    // What is added is multiplied by the exaggeration later.
    let added = (0..<count * dimensions).map { 4 * Double((forces[$0] - 2) * exaggeration) }
    #expect(relativeNormDifference(added, numeric) < 1e-4)
  }
}
