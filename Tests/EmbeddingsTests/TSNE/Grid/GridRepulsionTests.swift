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
    Case(name: "uniform, 50 wide", map: .uniform(4_000, 50, 50), force: 2e-3, normalisation: 1e-5),
    Case(name: "uniform, 100 wide", map: .uniform(6_000, 100, 100), force: 2e-2, normalisation: 1e-4),
    Case(name: "clusters, 55 wide", map: .clusters(3_000, 40), force: 2e-3, normalisation: 1e-5),
    Case(name: "clusters, 200 wide", map: .clusters(5_000, 185), force: 2e-2, normalisation: 1e-4),
    Case(name: "elongated", map: .uniform(3_000, 300, 4), force: 2e-2, normalisation: 1e-4),
    Case(name: "tiny, 1e-3 wide", map: .uniform(2_000, 1e-3, 1e-3), force: 2e-3, normalisation: 1e-5),
    Case(name: "line", map: .uniform(2_000, 100, nil), force: 2e-2, normalisation: 1e-4),
    Case(name: "short line", map: .uniform(500, 20, nil), force: 2e-3, normalisation: 1e-5),
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
      print("\(test.name) \(level): force \(force), z \(abs(z / exact.z - 1))")
      #expect(force < test.force)
      #expect(abs(z / exact.z - 1) < test.normalisation)
    }
  }
}
