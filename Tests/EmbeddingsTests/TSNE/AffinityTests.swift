import Foundation
import Neighbors
import Tensors
import TestSupport
import Testing

@testable import Embeddings

@Suite("t-SNE's affinities") struct AffinityTests {
  @Test("every row of the conditional probabilities has the perplexity", arguments: availableInstructionSets, [5, 17, 90, 121])
  func perplexity(instructionSet: InstructionSet, k: Int) {
    let (count, perplexity) = (700, Double(k) / 3)
    let distances = TSNESamples.normal(count, dimensions: k).map { 3 + abs($0) * 4 }
    let search = PerplexitySearch(perplexity: perplexity, instructionSet: instructionSet)
    let (values, worst) = search.probabilities(distances: distances, count: count, k: k)
    #expect(worst <= 2e-6)
    for row in 0..<count {
      let p = (0..<k).map { Double(values[row * k + $0]) }
      let entropy = -p.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) }
      #expect(abs(entropy - log(perplexity)) < 1e-5)
      #expect(abs(p.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test("the probabilities are Gaussian in the distance")
  func gaussian() {
    let distances: [Float] = (0..<30).map { 1 + Float($0) * 0.1 }
    let p = PerplexitySearch(perplexity: 10).probabilities(distances: distances, count: 1, k: 30).values
    // log p is linear in the squared distance: the same slope everywhere.
    let slopes = (1..<30).map { (log(p[$0]) - log(p[0])) / (distances[$0] * distances[$0] - 1) }
    #expect(slopes.allSatisfy { abs($0 - slopes[28]) < 1e-3 * abs(slopes[28]) })
  }

  @Test("equal, vanishing and huge distances stay finite")
  func degenerateRows() {
    let k = 20
    let rows: [[Float]] = [
      Array(repeating: 0, count: k), Array(repeating: 7, count: k), Array(repeating: 0, count: 15) + Array(repeating: 3, count: 5),
      (0..<k).map { Float($0) * 1e30 }, (0..<k).map { Float($0) * 1e-30 }, Array(repeating: 0, count: k - 1) + [1],
    ]
    let values = PerplexitySearch(perplexity: 6).probabilities(distances: rows.flatMap { $0 }, count: rows.count, k: k).values
    for row in rows.indices {
      let p = (0..<k).map { values[row * k + $0] }
      #expect(p.allSatisfy { $0.isFinite && $0 >= 0 })
      #expect(abs(p.reduce(0, +) - 1) < 1e-5)
    }
    #expect((0..<k).allSatisfy { abs(values[$0] - 1 / Float(k)) < 1e-7 })
  }

  @Test("the joint probabilities are symmetric, sum to 1 and equal the dense formula", arguments: [2, 3, 65, 300])
  func symmetric(count: Int) throws {
    let (k, perplexity) = (min(count - 1, 15), min(5, Double(count - 1)))
    let graph = try ExactNeighbors(metric: .euclidean).graph(of: TSNESamples.clusters(count, dimensions: 4), k: k)
    let affinities = Affinities(neighbors: graph, perplexity: perplexity)
    let (distances, indices) = (graph.distances.scalars, graph.indices.scalars)
    let conditional = PerplexitySearch(perplexity: perplexity).probabilities(distances: distances, count: count, k: k).values
    var dense = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for e in 0..<k {
        let (j, value) = (Int(indices[i * k + e]), Double(conditional[i * k + e]) / Double(2 * count))
        dense[i * count + j] += value
        dense[j * count + i] += value
      }
    }
    var (seen, sum) = (0, 0.0)
    for i in 0..<count {
      #expect(Set(affinities.row(i).map(\.column)).count == affinities.row(i).count)
      for (j, value) in affinities.row(i) {
        #expect(abs(Double(value) - dense[i * count + j]) <= 1e-6 * dense[i * count + j])
        sum += Double(value)
        seen += 1
      }
    }
    #expect(seen == dense.count { $0 > 0 } || seen == affinities.entryCount)
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("affinities from outside are checked")
  func given() throws {
    let good = try Affinities(rowStarts: [0, 1, 2], columns: [1, 0], values: [3, 3])
    #expect(good.row(0).map(\.value) == [0.5])
    let bad: [([Int], [Int32], [Float])] = [
      ([0, 1, 2], [1, 0], [3, 2]), ([0, 1, 2], [0, 0], [1, 1]), ([0, 1, 2], [2, 0], [1, 1]), ([0, 1, 2], [1, 0], [.nan, .nan]),
      ([0, 2, 1], [1, 0], [1, 1]), ([], [], []), ([0, 1, 2], [1, 0], [-1, -1]),
    ]
    for (starts, columns, values) in bad {
      #expect(throws: AffinityError.self) { try Affinities(rowStarts: starts, columns: columns, values: values) }
    }
  }
}
