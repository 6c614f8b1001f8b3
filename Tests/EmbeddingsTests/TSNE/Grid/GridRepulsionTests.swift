import Foundation
import Tensors
import TestSupport
import Testing

@testable import Embeddings

/// Forces and normalisation from the grid against the sums over all pairs in Double.
@Suite(.serialized) struct GridRepulsionTests {
  /// A map and what is asked of it: bounds for the median relative error of the forces, and for the relative error of Z.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var map: TestMap
    var force: Double
    var normalisation: Double
    var degreesOfFreedom: Float = 1
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "uniform, 10 wide", map: .uniform(2_000, 10, 10), force: 2e-3, normalisation: 1e-5),
    Case(name: "uniform, 50 wide", map: .uniform(4_000, 50, 50), force: 3e-3, normalisation: 1e-5),
    Case(name: "uniform, 100 wide", map: .uniform(6_000, 100, 100), force: 2e-2, normalisation: 1e-4),
    Case(name: "clusters, 55 wide", map: .clusters(3_000, 40), force: 2e-3, normalisation: 1e-5),
    Case(name: "clusters, 200 wide", map: .clusters(5_000, 185), force: 2e-2, normalisation: 1e-4),
    Case(name: "uniform, 200 wide", map: .uniform(10_000, 200, 200), force: 2e-2, normalisation: 1e-4),
    Case(name: "elongated", map: .uniform(3_000, 300, 4), force: 3e-3, normalisation: 1e-5),
    Case(name: "tiny, 1e-3 wide", map: .uniform(2_000, 1e-3, 1e-3), force: 3e-3, normalisation: 1e-5),
    Case(name: "line", map: .uniform(2_000, 100, nil), force: 2e-3, normalisation: 1e-5),
    Case(name: "short line", map: .uniform(500, 20, nil), force: 2e-4, normalisation: 1e-5),
    Case(name: "a = 0.5", map: .uniform(3_000, 40, 40), force: 2e-3, normalisation: 1e-5, degreesOfFreedom: 0.5),
    Case(name: "a = 2", map: .uniform(3_000, 40, 40), force: 2e-3, normalisation: 1e-5, degreesOfFreedom: 2),
    Case(name: "a = 0.5, 90 wide", map: .clusters(3_000, 75), force: 2e-2, normalisation: 1e-4, degreesOfFreedom: 0.5),
  ]

  @Test(arguments: cases) func agreesWithAllPairs(_ test: Case) {
    let exact = test.map.exact(degreesOfFreedom: test.degreesOfFreedom)
    for level in FourierTransformTests.levels {
      let repulsion = GridRepulsion(
        dimensions: test.map.dimensions, degreesOfFreedom: test.degreesOfFreedom, instructionSet: level)
      let (z, forces) = test.map.evaluate(repulsion)
      let force = test.map.medianError(forces, exact.forces)
      #expect(force < test.force)
      #expect(abs(z / exact.z - 1) < test.normalisation)
    }
  }

  @Test(arguments: [1, 2, 3, 17], [1, 2]) func fewPoints(count: Int, dimensions: Int) {
    let map = TestMap.uniform(count, 3, dimensions == 2 ? 3 : nil)
    let exact = map.exact()
    for level in FourierTransformTests.levels {
      let (z, forces) = map.evaluate(GridRepulsion(dimensions: dimensions, instructionSet: level))
      // On a line all points have the same place across their cells, so their errors add up.
      #expect(relativeDifference(forces, exact.forces) < (dimensions == 1 ? 1e-3 : 1e-4))
      #expect(abs(z - exact.z) <= 1e-4 * exact.z)
    }
  }

  @Test func pointsOnTheEdgeAreWithin() {
    // Distances that are whole numbers of cells, whatever the spacing, and points in all corners.
    for width: Float in [2, 12, 48, 96] {
      let points: [Float] = [0, 0, width, 0, 0, width, width, width, width / 2, width, 0, width / 2, width / 2, width / 2]
      let map = TestMap(dimensions: 2, points: points)
      let exact = map.exact()
      let (z, forces) = map.evaluate(GridRepulsion(dimensions: 2))
      #expect(relativeDifference(forces, exact.forces) < 1e-4, "\(width) wide")
      // The points are far apart, so what is left of their own shares is what there is of an error.
      #expect(abs(z - exact.z) < 7 * 2e-5, "\(width) wide")
    }
  }

  @Test func equalPointsDoNotRepel() {
    let map = TestMap(dimensions: 2, points: (0..<1_000).flatMap { _ in [Float(5), -3] })
    let (z, forces) = map.evaluate(GridRepulsion(dimensions: 2))
    #expect(abs(z / (1_000 * 999) - 1) < 1e-5)
    #expect(forces.allSatisfy { abs($0) < 1e-3 })
  }

  @Test func placeDoesNotMatterAndForcesCancel() {
    let map = TestMap.clusters(3_000, 40)
    let moved = TestMap(dimensions: 2, points: map.points.enumerated().map { $1 + ($0 % 2 == 0 ? 1_024 : -512) })
    let (z, forces) = map.evaluate(GridRepulsion(dimensions: 2))
    let (movedZ, movedForces) = moved.evaluate(GridRepulsion(dimensions: 2))
    #expect(abs(movedZ / z - 1) < 1e-5)
    #expect(map.medianError(movedForces, forces.map(Double.init)) < 1e-3)
    let total = forces.reduce(0.0) { $0 + Double($1) }
    let size = forces.reduce(0.0) { $0 + abs(Double($1)) }
    #expect(abs(total) < 1e-4 * size)
  }

  @Test func threadsDoNotMatter() {
    // Enough points for all 32 runs, neighbours together in the first map and scattered in the second.
    let scattered = TestMap.clusters(70_001, 150)
    let together = TestMap(dimensions: 2, points: scattered.sortedByPlace())
    for map in [together, scattered] {
      let results = resultsWithThreads([1, 2, 3, 7]) { map.evaluate(GridRepulsion(dimensions: 2)) }
      for result in results {
        #expect(result.z == results[0].z)
        #expect(result.forces == results[0].forces)
      }
    }
  }

  @Test func orderMattersOnlyForSpeed() {
    let map = TestMap.clusters(70_001, 150)
    let sorted = TestMap(dimensions: 2, points: map.sortedByPlace())
    let (a, b) = (map.evaluate(GridRepulsion(dimensions: 2)), sorted.evaluate(GridRepulsion(dimensions: 2)))
    #expect(abs(a.z / b.z - 1) < 1e-6)
  }

  @Test func oneObjectServesAMapThatGrowsAndShrinks() {
    let repulsion = GridRepulsion(dimensions: 2)
    let map = TestMap.uniform(1_000, 1, 0.7)
    for width: Float in [1e-4, 1, 8, 12, 40, 41, 150, 160, 90, 30, 2] {
      let scaled = TestMap(dimensions: 2, points: map.points.map { $0 * width })
      let exact = scaled.exact()
      let (z, forces) = scaled.evaluate(repulsion)
      #expect(abs(z / exact.z - 1) < 1e-4, "\(width) wide")
      // Rounding is the error of the smallest map, whose points are 1e-4 of the kernel's width apart.
      #expect(scaled.medianError(forces, exact.forces) < 2e-2, "\(width) wide")
    }
  }

  @Test func mapsBeyondTheLargestGridStayBounded() {
    let map = TestMap.uniform(500, 20_000, 20_000)
    let (z, forces) = map.evaluate(GridRepulsion(dimensions: 2))
    #expect(z.isFinite && forces.allSatisfy(\.isFinite))
    #expect(GridRepulsion.bytesNeeded(count: 500, dimensions: 2, span: 20_000) < 200 << 20)
    #expect(GridRepulsion.bytesNeeded(count: 70_000, dimensions: 2) < 20 << 20)
  }

  @Test func whatIsNotANumberHarmsNothing() {
    var map = TestMap.uniform(100, 10, 10)
    let repulsion = GridRepulsion(dimensions: 2)
    var forces = [Float](repeating: 1, count: 200)
    let z = repulsion.evaluate(
      points: map.points, count: 100, lower: SIMD2(0, 0), upper: SIMD2(.infinity, 0), forces: &forces)
    #expect(z.isNaN && forces.allSatisfy { $0 == 0 })
    // Points outside the box, and points that are not numbers, give some answer without touching foreign memory.
    map.points[17] = .nan
    map.points[44] = 1e30
    _ = repulsion.evaluate(points: map.points, count: 100, lower: SIMD2(-5, -5), upper: SIMD2(5, 5), forces: &forces)
  }
}
