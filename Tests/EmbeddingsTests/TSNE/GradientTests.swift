import Foundation
import Tensors
import TestSupport
import Testing

@testable import Embeddings

@Suite("t-SNE's gradient") struct GradientTests {
  @Test("the reference is the derivative of the divergence", arguments: [1, 2, 3], [0.5, 1, 2])
  func centralDifferences(dimensions: Int, freedom: Double) throws {
    let affinities = try TSNESamples.affinities(40, perplexity: 5)
    let reference = ReferenceGradient(affinities: affinities, degreesOfFreedom: freedom, dimensions: dimensions)
    var points = TSNESamples.normal(40, dimensions: dimensions, deviation: 2).map(Double.init)
    let gradient = reference.gradient(points)
    let step = 1e-4
    let numeric = points.indices.map { index -> Double in
      let at = points[index]
      defer { points[index] = at }
      func value(_ offset: Double) -> Double {
        points[index] = at + offset
        return reference.divergence(points)
      }
      // Fourth order, so that truncation stays far below the tolerance.
      return (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
    }
    #expect(relativeNormDifference(gradient, numeric) < 1e-7)
  }

  @Test("attraction agrees with the plain sum", arguments: availableInstructionSets, [1, 2, 15, 16, 17, 333])
  func attraction(instructionSet: InstructionSet, count: Int) throws {
    let affinities = try TSNESamples.affinities(count)
    for (dimensions, freedom) in [(2, Float(1)), (1, 1), (3, 1), (2, 0.7), (5, 1)] {
      let attraction = Attraction(
        affinities: affinities, dimensions: dimensions, degreesOfFreedom: freedom, instructionSet: instructionSet)
      let size = Attraction.paddedCount(count) * dimensions
      let points = AlignedBuffer<Float>(repeating: 0, count: size)
      points.pointer.update(from: TSNESamples.normal(count, dimensions: dimensions, deviation: 3), count: count * dimensions)
      var generator = RandomGenerator(seed: 5)
      let order = AlignedBuffer(generator.permutation(count).map(Int32.init))
      attraction.arrange(order: order)
      let forces = AlignedBuffer<Float>(repeating: .nan, count: size)
      attraction.evaluate(points: points.pointer, forces: forces.pointer)

      var place = [Int](repeating: 0, count: count)
      for index in 0..<count { place[Int(order[index])] = index }
      var expected = [Double](repeating: 0, count: count * dimensions)
      for index in 0..<count {
        for (column, value) in affinities.row(Int(order[index])) {
          let difference = (0..<dimensions).map { Double(points[index * dimensions + $0] - points[place[column] * dimensions + $0]) }
          let weight = Double(value) / (1 + difference.reduce(0) { $0 + $1 * $1 } / Double(freedom))
          for d in 0..<dimensions { expected[index * dimensions + d] += weight * difference[d] }
        }
      }
      // Packed edges round their weights to 8 bits.
      let tolerance = dimensions == 2 && freedom == 1 ? 2e-3 : 2e-6
      #expect(relativeNormDifference((0..<count * dimensions).map { forces[$0] }, expected) < tolerance)
    }
  }

  @Test("attraction has the same bits however it reads", arguments: availableInstructionSets)
  func attractionReading(instructionSet: InstructionSet) throws {
    let affinities = try TSNESamples.affinities(333)
    let attraction = Attraction(affinities: affinities, dimensions: 2, instructionSet: instructionSet)
    attraction.arrange(order: AlignedBuffer(0..<Int32(333)))
    let size = Attraction.paddedCount(333) * 2
    let points = AlignedBuffer<Float>(repeating: 0, count: size)
    points.pointer.update(from: TSNESamples.normal(333, dimensions: 2, deviation: 3), count: 333 * 2)
    // The first calls try the ways in turn.
    let results = (0..<4).map { _ in
      let forces = AlignedBuffer<Float>(repeating: .nan, count: size)
      attraction.evaluate(points: points.pointer, forces: forces.pointer)
      return (0..<333 * 2).map { forces[$0].bitPattern }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test("all pairs agree with the reference", arguments: availableInstructionSets, [1, 2, 31, 32, 33, 500])
  func exact(instructionSet: InstructionSet, count: Int) {
    for (dimensions, freedom) in [(2, Float(1)), (1, 1), (3, 1), (2, 0.5), (3, 2), (7, 1)] {
      let points = TSNESamples.normal(count, dimensions: dimensions, deviation: 4)
      let engine = ExactRepulsion(dimensions: dimensions, degreesOfFreedom: freedom, instructionSet: instructionSet)
      let (forces, normalizer) = TSNESamples.evaluate(engine, points, dimensions: dimensions)
      let expected = reference(points, dimensions: dimensions, freedom: freedom)
      #expect(relativeNormDifference(forces, expected.forces) < 2e-6)
      #expect(abs(normalizer - expected.normalizer) <= 1e-6 * max(1, expected.normalizer) + 1e-6 * Double(count))
    }
  }

  @Test("Barnes-Hut converges to all pairs as theta falls", arguments: availableInstructionSets, [1, 2, 3])
  func barnesHut(instructionSet: InstructionSet, dimensions: Int) {
    let points = TSNESamples.normal(1_500, dimensions: dimensions, deviation: 20)
    let expected = reference(points, dimensions: dimensions, freedom: 1)
    var errors: [Double] = []
    for theta: Float in [0, 0.2, 0.5, 0.8] {
      let engine = BarnesHutRepulsion(dimensions: dimensions, theta: theta, instructionSet: instructionSet)
      let (forces, normalizer) = TSNESamples.evaluate(engine, points, dimensions: dimensions)
      errors.append(relativeNormDifference(forces, expected.forces))
      #expect(abs(normalizer / expected.normalizer - 1) < (theta == 0 ? 1e-5 : 4e-2))
    }
    #expect(errors[0] < 1e-5)
    // On a line whole crowds are taken as one body at a distance where the force still bends.
    let tolerances = dimensions == 1 ? [1e-5, 1e-2, 6e-2, 0.2] : [1e-5, 5e-3, 2e-2, 6e-2]
    #expect(zip(errors, tolerances).allSatisfy { $0 < $1 }, "\(errors)")
  }

  @Test("Barnes-Hut counts every duplicate", arguments: availableInstructionSets, [0 as Float, 0.5])
  func duplicates(instructionSet: InstructionSet, theta: Float) {
    // Each of 60 points 25 times, and one point 400 times.
    let single = TSNESamples.normal(60, dimensions: 2, deviation: 5)
    var points: [Float] = []
    for _ in 0..<25 { points += single }
    for _ in 0..<400 { points += [3, 4] }
    let expected = reference(points, dimensions: 2, freedom: 1)
    let (forces, normalizer) = TSNESamples.evaluate(
      BarnesHutRepulsion(dimensions: 2, theta: theta, instructionSet: instructionSet), points, dimensions: 2)
    #expect(relativeNormDifference(forces, expected.forces) < (theta == 0 ? 1e-4 : 2e-2))
    #expect(abs(normalizer / expected.normalizer - 1) < 1e-2)
    let same = [Float](repeating: 2.5, count: 3_000)
    let coincident = TSNESamples.evaluate(BarnesHutRepulsion(dimensions: 3, instructionSet: instructionSet), same, dimensions: 3)
    #expect(coincident.forces.allSatisfy { $0 == 0 })
    #expect(coincident.normalizer == 1_000 * 999)
  }

  @Test("the divergence agrees with the reference", arguments: availableInstructionSets, [1, 2, 3])
  func divergence(instructionSet: InstructionSet, dimensions: Int) throws {
    let affinities = try TSNESamples.affinities(300)
    for freedom: Float in [1, 0.6] {
      let points = TSNESamples.normal(300, dimensions: dimensions, deviation: 6)
      let expected = ReferenceGradient(affinities: affinities, degreesOfFreedom: Double(freedom), dimensions: dimensions)
      let engine = ExactRepulsion(dimensions: dimensions, degreesOfFreedom: freedom, instructionSet: instructionSet)
      let normalizer = TSNESamples.evaluate(engine, points, dimensions: dimensions).normalizer
      let divergence = Divergence(affinities: affinities, degreesOfFreedom: freedom, instructionSet: instructionSet)
      let value = divergence.value(points: points, dimensions: dimensions, normalizer: normalizer)
      #expect(abs(value - expected.divergence(points.map(Double.init))) < 1e-5)
    }
  }

  private func reference(_ points: [Float], dimensions: Int, freedom: Float) -> (forces: [Double], normalizer: Double) {
    let count = points.count / dimensions
    let none = Affinities(
      count: count, rowStarts: AlignedBuffer(repeating: 0, count: count + 1), columns: AlignedBuffer(count: 0),
      values: AlignedBuffer(count: 0))
    return ReferenceGradient(affinities: none, degreesOfFreedom: Double(freedom), dimensions: dimensions)
      .repulsion(points.map(Double.init))
  }
}
